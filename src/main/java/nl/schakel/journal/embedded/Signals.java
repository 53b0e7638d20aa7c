package nl.schakel.journal.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Unix signals; Java itself knows only TERM and KILL. PostgreSQL: INT stops fast, QUIT at once. */
final class Signals {
    private Signals() {}

    static void send(ProcessHandle process, String signal) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid() + " 2>/dev/null").start();
        try {
            kill.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it ended within this time. */
    static boolean awaitEnd(ProcessHandle process, Duration most) {
        try {
            process.onExit().get(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException running) {
            return !process.isAlive();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
