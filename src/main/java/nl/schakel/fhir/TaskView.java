package nl.schakel.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Custody;
import nl.schakel.referral.ReferralReference;

/**
 * One receiver's task as that receiver and the sender may see it: state alone, nothing about the client.
 *
 * @param id of the Task resource
 * @param version counts from 1; the ETag
 * @param status FHIR Task status
 * @param reason coded reason of that status
 * @param reference the referral it belongs to
 * @param changed when the status last changed
 * @param custody what was said of who has the client
 * @param notice what it says, when it is a notice
 */
public record TaskView(
        UUID id,
        long version,
        String status,
        Optional<String> reason,
        ReferralReference reference,
        Instant changed,
        Optional<Custody> custody,
        Optional<Notice> notice) {

    /** A task that asks for something. */
    public TaskView(
            UUID id,
            long version,
            String status,
            Optional<String> reason,
            ReferralReference reference,
            Instant changed) {
        this(id, version, status, reason, reference, changed, Optional.empty(), Optional.empty());
    }

    /** The same task with a word about who has the client. */
    public TaskView with(Optional<Custody> said) {
        return new TaskView(id, version, status, reason, reference, changed, said, notice);
    }

    /**
     * That something is no longer permitted.
     *
     * @param partOf the task that it is a further word about
     * @param categories codes of what may be used no more
     */
    public record Notice(UUID partOf, List<String> categories) {
        public Notice {
            categories = List.copyOf(categories);
        }
    }
}
