package nl.schakel.dispatch;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends lines to the broker. */
final class Lines {
    private static final Logger log = LoggerFactory.getLogger(Lines.class);

    private Lines() {}

    /** A line that is closed because it is broken may well say so once more. */
    static void close(JMSContext context) {
        try {
            context.close();
        } catch (JMSRuntimeException e) {
            log.debug("A line to the broker was broken already");
        }
    }
}
