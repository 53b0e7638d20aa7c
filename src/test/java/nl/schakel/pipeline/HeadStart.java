package nl.schakel.pipeline;

import java.util.Random;

/**
 * How long one of two waits for the other at the start of a race. It is drawn around a middle that moves towards whoever
 * lost, so that each wins about as often, however slow this machine makes one of them.
 */
final class HeadStart {
    private static final long STEP_NANOS = 500_000;

    private final Random random;
    private final long around;
    private long middle;
    private long won;

    /** @param around by how many nanoseconds a head start is longer or shorter than the middle, at most */
    HeadStart(Random random, long around) {
        this.random = random;
        this.around = around;
    }

    /** Nanoseconds for which the second waits; the first, where it is negative. */
    long next() {
        return middle - around + random.nextLong(2 * around);
    }

    /** @param races that the first won until now */
    void firstWon(long races) {
        middle += races > won ? -STEP_NANOS : STEP_NANOS;
        won = races;
    }
}
