package nl.schakel.bench.gateway;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Something that is sent at its own pace beside what is measured, until this is closed. */
final class Beside implements AutoCloseable {
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private final Future<?> goesOn;

    /** Something that is sent. */
    @FunctionalInterface
    interface Sending {
        void once() throws IOException;
    }

    Beside(Sending sending, double perSecond) {
        long begin = System.nanoTime();
        goesOn = sender.submit(() -> {
            for (long i = 0; !Thread.currentThread().isInterrupted(); i++) {
                long due = begin + (long) (i * 1e9 / perSecond);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                sending.once();
            }
            return null;
        });
    }

    /** What was measured beside nothing counts for nothing. */
    void demandItGoesOn() throws IOException {
        if (goesOn.isDone()) {
            throw new IOException("The sender beside the others ended by itself");
        }
    }

    /** Returns when what was under way has ended, so that it can be counted. */
    @Override
    public void close() throws InterruptedException {
        sender.shutdownNow();
        sender.awaitTermination(1, TimeUnit.MINUTES);
    }
}
