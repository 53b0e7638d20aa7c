package nl.schakel.translate;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/**
 * What an outbound message needs beside the referral; the same context gives the same bytes.
 *
 * @param messageId UUID text, the same for every attempt
 * @param group by which the receiver sees which referrals belong together; empty where it is told of no person
 * @param baseUrl FHIR base of this gateway, such as {@code https://localhost:8443/fhir}
 */
public record OutboundContext(
        String messageId,
        ReferralReference reference,
        UUID taskId,
        long taskVersion,
        Instant at,
        PartnerId gateway,
        String gatewayName,
        String baseUrl,
        Optional<String> group) {

    /** Of a referral that is told to belong with no other. */
    public OutboundContext(
            String messageId,
            ReferralReference reference,
            UUID taskId,
            long taskVersion,
            Instant at,
            PartnerId gateway,
            String gatewayName,
            String baseUrl) {
        this(messageId, reference, taskId, taskVersion, at, gateway, gatewayName, baseUrl, Optional.empty());
    }
}
