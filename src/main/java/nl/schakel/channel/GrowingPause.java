package nl.schakel.channel;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Between tries that fail: each time twice as long, up to a limit. Not safe for use by several threads. */
final class GrowingPause {
    private final Duration first;
    private final Duration longest;
    private final LongSupplier nanos;
    private Duration next;
    private long since;
    private Duration pause = Duration.ZERO;

    GrowingPause(Duration first, Duration longest, LongSupplier nanos) {
        this.first = first;
        this.longest = longest;
        this.nanos = nanos;
        this.next = first;
    }

    boolean isOver() {
        return pause.isZero() || nanos.getAsLong() - since >= pause.toNanos();
    }

    void begin() {
        since = nanos.getAsLong();
        pause = next;
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(longest) > 0 ? longest : twice;
    }

    /** It went well: the next trouble begins with the first pause. */
    void end() {
        next = first;
        pause = Duration.ZERO;
    }
}
