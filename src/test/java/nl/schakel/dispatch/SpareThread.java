package nl.schakel.dispatch;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/** A thread that plays one part after another: to start one for each part would take longer than the parts. */
final class SpareThread {
    private static final ConcurrentLinkedDeque<SpareThread> SPARE = new ConcurrentLinkedDeque<>();
    private static final Runnable NOTHING = () -> {};

    private final Thread thread = new Thread(this::loop, "simulated");
    private volatile Runnable part = NOTHING;

    private SpareThread() {
        thread.setDaemon(true);
        thread.start();
    }

    static SpareThread get() {
        SpareThread spare = SPARE.poll();
        return spare == null ? new SpareThread() : spare;
    }

    Thread thread() {
        return thread;
    }

    void begin(Runnable next) {
        part = next;
        LockSupport.unpark(thread);
    }

    private void loop() {
        while (true) {
            Runnable mine = part;
            if (mine == NOTHING) {
                LockSupport.park(this);
            } else {
                part = NOTHING;
                mine.run();
                SPARE.push(this);
            }
        }
    }
}
