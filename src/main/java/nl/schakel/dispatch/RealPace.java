package nl.schakel.dispatch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time of the machine. */
final class RealPace implements Pace {
    private final CountDownLatch ended = new CountDownLatch(1);

    /** From now on it is over. */
    void end() {
        ended.countDown();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public boolean isOver() {
        return ended.getCount() == 0;
    }

    @Override
    public boolean pause(Duration most) throws InterruptedException {
        return ended.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Duration patience(Duration most) {
        return most;
    }
}
