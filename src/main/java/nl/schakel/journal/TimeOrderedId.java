package nl.schakel.journal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUID version 7 (RFC 9562, 5.7, with the counter of 6.2): new rows stand beside each other in an index and in the order
 * in which they were made, and nobody can guess one.
 */
final class TimeOrderedId {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COUNTER_BITS = 12;
    private static final AtomicLong LAST = new AtomicLong();

    private TimeOrderedId() {}

    static UUID next() {
        long now = System.currentTimeMillis() << COUNTER_BITS;
        long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = ((tick >>> COUNTER_BITS) << 16) | 0x7000L | (tick & 0xFFF);
        long low = (RANDOM.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /** Before every id that is made at this time or later. */
    static UUID earliest(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }
}
