package nl.schakel.command;

import java.nio.file.Path;

/** Where the process logs; without it nothing is logged, so that a short command prints its answer and no more. */
final class LogFile {
    private LogFile() {}

    /** To be called before the first logger is made; {@code logback.xml} reads the property. */
    static void in(Path home) {
        System.setProperty(
                "schakel.log.file", home.resolve("log").resolve("schakel.log").toString());
    }
}
