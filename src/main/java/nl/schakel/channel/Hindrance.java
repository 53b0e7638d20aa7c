package nl.schakel.channel;

import nl.schakel.referral.PartnerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps one partner's messages from being collected: said once and not at every look, until things go well again. */
final class Hindrance {
    private static final Logger LOG = LoggerFactory.getLogger(Hindrance.class);

    private final String door;
    private final PartnerId partner;
    private boolean said;

    Hindrance(String door, PartnerId partner) {
        this.door = door;
        this.partner = partner;
    }

    void by(String what) {
        if (!said) {
            LOG.warn("door={} partner={} hindered by {}; it is tried again", door, partner, what);
        }
        said = true;
    }

    /** What an exception says may quote a message or a file's name, so that its kind and place alone are logged. */
    void by(RuntimeException defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        by(defect.getClass().getName() + " at " + (trace.length == 0 ? "unknown" : trace[0]));
    }

    void over() {
        said = false;
    }
}
