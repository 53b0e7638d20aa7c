package nl.schakel.consent;

import java.time.Duration;
import java.time.Instant;
import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/**
 * What a client said about one category, one kind of receiver and one purpose.
 *
 * @param id for the trace; names no person
 * @param from counts from this moment
 * @param until counts until just before this moment
 */
public record ConsentRecord(
        String id, Category category, Role receiver, Purpose purpose, Instant from, Instant until, Status status) {

    /** A consent speaks for at most a year (legend.json, consent rule), whatever its end says. */
    private static final Duration LONGEST = Duration.ofDays(366);

    /** What was said. */
    public enum Status {
        /** Yes. */
        GIVEN,
        /** No; wins from every yes and from every permission. */
        DENIED,
        /** A yes that was taken back: it says nothing any more. */
        WITHDRAWN
    }

    boolean speaksOf(Category asked, Role role, Purpose why) {
        return category == asked && receiver == role && purpose == why;
    }

    boolean permitsAt(Instant at) {
        return status == Status.GIVEN && isWithin(at) && at.isBefore(from.plus(LONGEST));
    }

    boolean deniesAt(Instant at) {
        return status == Status.DENIED && isWithin(at);
    }

    private boolean isWithin(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
