package nl.schakel.translate;

import java.time.Instant;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/**
 * What an outbound message needs beside the referral; the same context gives the same bytes.
 *
 * @param messageId UUID text, the same for every attempt
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
        String baseUrl) {}
