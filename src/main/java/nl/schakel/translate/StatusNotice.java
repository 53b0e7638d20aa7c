package nl.schakel.translate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.ReferralReference;
import nl.schakel.translate.tree.SourceMessage;

/**
 * A status word about a referral, for the partner that sent it or that works on it.
 *
 * @param messageId UUID text, the same for every attempt
 * @param taskId the task it speaks about
 * @param status FHIR Task status
 * @param reason coded reason, obligatory for a rejection
 * @param senderReference the sender's own number for the referral
 * @param original the message that is answered, byte for byte, when this partner sent it; its own ids are echoed
 */
public record StatusNotice(
        String messageId,
        ReferralReference reference,
        UUID taskId,
        long taskVersion,
        String status,
        Optional<String> reason,
        Optional<String> senderReference,
        Optional<LocalDate> exitDate,
        Instant at,
        Optional<SourceMessage> original,
        String baseUrl) {}
