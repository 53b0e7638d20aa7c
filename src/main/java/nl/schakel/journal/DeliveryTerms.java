package nl.schakel.journal;

import java.time.Duration;
import java.util.List;

/**
 * What is agreed with a partner about trying again.
 *
 * @param deliveryClass what may happen when the outcome of a call is unknown
 * @param retry waiting time after the first, second, ... failed attempt; the last one repeats
 * @param attempts after so many failed attempts a person looks at it
 */
public record DeliveryTerms(DeliveryClass deliveryClass, List<Duration> retry, int attempts) {

    /** Quick at first, for a hiccup; then hourly for three days, for a weekend without a partner's IT. */
    public static final List<Duration> RETRY = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1));

    /** The eight steps of {@link #RETRY} and 72 more hours. */
    public static final int ATTEMPTS = RETRY.size() + 72;

    /** A partner that asks for less is asked again after a second; for more, after the longest step of {@link #RETRY}. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofHours(1);

    /** The time that a partner asked us to wait, within bounds: what it says is not our clock. */
    public static Duration bounded(Duration asked) {
        return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    /** Whether a partner bears the same message twice. */
    public enum DeliveryClass {
        /** Idempotent: sent again. */
        A,
        /** Can be asked whether it has the message: by a person, for the gateway asks only in dialogues that look first (ADR 0019). */
        B,
        /** Neither: a person decides. */
        C
    }

    public DeliveryTerms {
        retry = retry.isEmpty() ? RETRY : List.copyOf(retry);
    }

    public static DeliveryTerms of(DeliveryClass deliveryClass) {
        return new DeliveryTerms(deliveryClass, RETRY, ATTEMPTS);
    }

    /** How long to wait after this attempt failed, from 1. */
    Duration pauseAfter(int attempt) {
        return retry.get(Math.min(Math.max(attempt, 1), retry.size()) - 1);
    }

    boolean exhaustedBy(int attempt) {
        return attempt >= attempts;
    }

    boolean mayRepeat() {
        return deliveryClass == DeliveryClass.A;
    }
}
