package nl.schakel.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a command running until somebody presses Ctrl-C (or sends SIGTERM), and gives it five seconds to close. */
class Farewell {
    private static final int CLOSING_SECONDS = 5;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** From now on a signal is answered by {@link #await} returning. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::askAndWait, "farewell"));
    }

    private void askAndWait() {
        asked.countDown();
        try {
            closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when it is time to close. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** To be called when everything is closed: the process may end now. */
    void done() {
        closed.countDown();
    }
}
