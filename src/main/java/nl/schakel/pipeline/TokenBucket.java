package nl.schakel.pipeline;

import java.time.Duration;
import java.util.Optional;
import nl.schakel.directory.Quota;

/**
 * Tokens that come back evenly, up to a burst. All of its state is the moment at which it will be full again, counted by a
 * clock that never jumps. Safe for use by several threads.
 */
final class TokenBucket {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final long perToken;
    private final long burst;
    private final long deepest;
    private long fullAt;

    /**
     * @param now of the same clock as all other moments
     * @param owing most tokens that can be spent beyond those that are there
     */
    TokenBucket(Quota quota, int owing, long now) {
        perToken = MINUTE_NANOS / quota.perMinute();
        burst = perToken * quota.burst();
        deepest = burst + perToken * owing;
        fullAt = now;
    }

    /** Takes one token; or, when there is none, how long it is until there is. */
    synchronized Optional<Duration> take(long now) {
        long missing = missing(now) + perToken;
        if (missing > burst) {
            return Optional.of(Duration.ofNanos(missing - burst));
        }
        fullAt = now + missing;
        return Optional.empty();
    }

    /** Takes tokens whether they are there or not; what is owed has to come back first. */
    synchronized void spend(int tokens, long now) {
        fullAt = now + Math.min(missing(now) + perToken * tokens, deepest);
    }

    /** By differences alone: the clock may run over its largest number. */
    private long missing(long now) {
        return Math.max(fullAt - now, 0);
    }
}
