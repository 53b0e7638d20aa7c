package nl.schakel.fhir;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/**
 * The one subscription that a partner has, as it may see it: what there is for it, counted.
 *
 * @param id of the Subscription; says nothing of who it is or what comes
 * @param status FHIR Subscription status: {@code active}, {@code off} or {@code error}
 * @param error why deliveries do not reach it
 * @param last number of the last event, 0 when there never was one
 * @param heartbeat how often it is told how many there were, when it wants that
 */
public record SubscriptionView(
        UUID id, String status, Optional<ProblemCode> error, long last, Optional<Duration> heartbeat) {

    /**
     * One delivery to it or word for it. Nothing of it is about a client.
     *
     * @param number counts from 1 without a gap, for this partner
     * @param at when it came to be
     * @param state how it stands: {@code waiting}, {@code delivered}, {@code held} or {@code ended}
     * @param task the Task it is about, where this partner may read it
     * @param reference the referral it is about, where this partner was released something of it
     * @param messageId by which the message is known that carried it
     */
    public record Event(
            long number,
            Instant at,
            String state,
            Optional<UUID> task,
            Optional<ReferralReference> reference,
            Optional<String> messageId) {}
}
