package nl.schakel.journal;

import java.security.SecureRandom;
import java.util.UUID;

/** UUID version 7 (RFC 9562, 5.7): new rows stand beside each other in an index, and nobody can guess one. */
final class TimeOrderedId {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TimeOrderedId() {}

    static UUID next() {
        long high = System.currentTimeMillis() << 16 | 0x7000L | RANDOM.nextInt(1 << 12);
        long low = RANDOM.nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(high, low);
    }
}
