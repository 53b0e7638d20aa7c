package nl.schakel.referral.evidence;

import nl.schakel.referral.PartnerId;

/**
 * How a receiver takes messages.
 *
 * @param channel name of the channel in the partner file, such as {@code fhir-out}
 * @param mapping outbound mapping id, such as {@code fhir/r4/message-bundle} or {@code ddas/1.0/aanmelding}
 * @param sealed whether a detached JWS goes with the bytes
 * @param form of that JWS
 */
public record Delivery(PartnerId receiver, String channel, String mapping, boolean sealed, SealForm form) {
    /** With a seal of our own profile, or with none. */
    public Delivery(PartnerId receiver, String channel, String mapping, boolean sealed) {
        this(receiver, channel, mapping, sealed, SealForm.OVERDRACHT);
    }
}
