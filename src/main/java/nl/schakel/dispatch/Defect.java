package nl.schakel.dispatch;

import java.util.UUID;
import nl.schakel.referral.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that something of ours is broken, without a word of what it was working on. */
final class Defect {
    private static final Logger log = LoggerFactory.getLogger(Defect.class);

    private Defect() {}

    static void log(UUID work, Throwable defect) {
        log.error("{} work={}", ProblemCode.DEFECT.id(), work);
        trace(defect);
    }

    static void log(String loop, Throwable defect) {
        log.error("{} in={}", ProblemCode.DEFECT.id(), loop);
        trace(defect);
    }

    /** Never the message of an exception: it may quote what was read. The place is enough to find the cause. */
    private static void trace(Throwable defect) {
        if (log.isDebugEnabled()) {
            StackTraceElement[] frames = defect.getStackTrace();
            log.debug("{} at {}", defect.getClass().getName(), frames.length == 0 ? "unknown" : frames[0]);
        }
    }
}
