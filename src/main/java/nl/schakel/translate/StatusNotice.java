package nl.schakel.translate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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
 * @param partOf the task that this is a further word about, to be acknowledged by itself; then {@code taskId} names the
 *     notice
 * @param categories codes of the categories that the notice is about
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
        String baseUrl,
        Optional<UUID> partOf,
        List<String> categories) {

    public StatusNotice {
        categories = List.copyOf(categories);
    }

    /** A word about a task itself. */
    public StatusNotice(
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
            String baseUrl) {
        this(
                messageId,
                reference,
                taskId,
                taskVersion,
                status,
                reason,
                senderReference,
                exitDate,
                at,
                original,
                baseUrl,
                Optional.empty(),
                List.of());
    }
}
