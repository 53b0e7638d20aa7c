package nl.schakel.dispatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Without a logging configuration everything is printed at DEBUG, by the broker above all. */
final class QuietLogs {
    private QuietLogs() {}

    static void please() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        ((Logger) LoggerFactory.getLogger("org.apache.activemq")).setLevel(Level.OFF);
    }
}
