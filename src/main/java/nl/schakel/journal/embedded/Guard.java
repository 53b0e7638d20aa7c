package nl.schakel.journal.embedded;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands beside the server: when it ends unasked (killed, out of memory) it is started again, until that works. */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final long PAUSE_MILLIS = 1_000;
    /** An interrupted start ends within this time; the close of the product has five seconds for everything. */
    private static final long GRACE_MILLIS = 1_000;

    private final Start start;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::guard, "journal-guard");
    private volatile Postmaster current;

    /** Takes down what is left of the dead server and starts another. */
    @FunctionalInterface
    interface Start {
        Postmaster again() throws IOException;
    }

    Guard(Postmaster first, Start start) {
        this.current = first;
        this.start = start;
        thread.setDaemon(true);
    }

    void watch() {
        thread.start();
    }

    Postmaster current() {
        return current;
    }

    private void guard() {
        try {
            while (isWanted()) {
                current.handle().onExit().get();
                if (isWanted()) {
                    LOG.error("PostgreSQL ended unasked; it is started again");
                    revive();
                }
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("The end of a process cannot fail", impossible);
        }
    }

    private void revive() throws InterruptedException {
        while (isWanted()) {
            try {
                // It is dead; this lets go of what was there to take it down with us.
                current.stop();
                current = start.again();
                LOG.info("PostgreSQL is back on port {}", current.port());
                return;
            } catch (IOException | DatabaseRefused notYet) {
                LOG.warn("PostgreSQL does not start again: {}", notYet.getMessage());
            }
            pause();
        }
    }

    private void pause() throws InterruptedException {
        if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            LOG.debug("PostgreSQL is not needed any more");
        }
    }

    private boolean isWanted() {
        return stopped.getCount() > 0;
    }

    /** Ends the watch, then the server. */
    void stop() throws IOException {
        stopped.countDown();
        thread.interrupt();
        try {
            thread.join(GRACE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        current.stop();
    }
}
