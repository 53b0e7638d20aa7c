package nl.schakel.consent;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time.
 *
 * @param from its first moment; empty: since ever
 * @param until the first moment after it; empty: without end
 */
public record Period(Optional<Instant> from, Optional<Instant> until) {
    public static final Period ALWAYS = new Period(Optional.empty(), Optional.empty());

    boolean contains(Instant at) {
        return (from.isEmpty() || !at.isBefore(from.get())) && (until.isEmpty() || at.isBefore(until.get()));
    }

    /** Whether all of the other lies within this. */
    boolean covers(Period other) {
        boolean starts =
                from.map(f -> other.from.map(o -> !o.isBefore(f)).orElse(false)).orElse(true);
        boolean ends = until.map(u -> other.until.map(o -> !o.isAfter(u)).orElse(false))
                .orElse(true);
        return starts && ends;
    }

    /** Whether the two share a moment. */
    boolean meets(Period other) {
        return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
    }

    private boolean startsBeforeEndOf(Period other) {
        return from.map(f -> other.until.map(f::isBefore).orElse(true)).orElse(true);
    }
}
