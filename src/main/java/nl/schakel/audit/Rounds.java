package nl.schakel.audit;

import java.time.Duration;

/** Work that goes on in rounds beside everything else, on a thread of its own, until it is closed. */
public final class Rounds implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Thread thread;

    /** One round. */
    @FunctionalInterface
    public interface Round {
        /** @return how long to wait for the next one */
        Duration once() throws InterruptedException;
    }

    /** @param name of the thread */
    public Rounds(String name, Round round) {
        this.thread = new Thread(() -> run(round), name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private static void run(Round round) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(round.once().toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the round that goes on, and waits 2 s at most until it has. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
