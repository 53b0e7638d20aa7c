package nl.schakel.journal;

import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/**
 * A piece of work that a worker holds under a lease.
 *
 * @param id the work id; the only thing the broker ever sees
 * @param kind what is to be done
 * @param reference the referral it belongs to; absent for a message about nothing that runs
 * @param inboxId the message that caused it
 * @param destination the partner it goes to; absent for {@link Kind#ROUTE}
 * @param subject what a {@link Kind#TELL} says, a short code such as {@code on-hold}; a task id for {@link Kind#DELIVER}
 * @param attempt this attempt's number, from 1; counted and committed before the work starts
 * @param fence the lease's fencing token
 * @param stored the bytes of an earlier attempt, to be sent again unchanged
 */
public record WorkItem(
        UUID id,
        Kind kind,
        Optional<ReferralReference> reference,
        UUID inboxId,
        Optional<PartnerId> destination,
        String subject,
        int attempt,
        long fence,
        Optional<Outgoing> stored) {

    /** Subject of a {@link Kind#ROUTE} item: something that is known of the client has changed. */
    public static final String RECONSIDER = "RECONSIDER";
    /** Subject of a {@link Kind#ROUTE} item: those who are one family with the client are to be looked at again. */
    public static final String KIN = "KIN";

    /**
     * Subject of a {@link Kind#ROUTE} item: the sender is to hear that what a person gave up went to nobody. Behind it stands
     * the task of a delivery, or the event of a message that was never followed.
     */
    public static final String SKIPPED = "SKIPPED ";

    /** Subject of a {@link Kind#ROUTE} item: the task named behind it got no answer for so long that it ends. */
    public static final String EXPIRED = "EXPIRED ";

    /** The kinds of work. */
    public enum Kind {
        /** Read an accepted message and decide what follows from it; no partner is called. */
        ROUTE,
        /** Release a referral to one receiver. */
        DELIVER,
        /** Tell a partner about a change of a referral it sent or holds. */
        TELL,
        /** A second person must look at an emergency opening; nothing leaves. */
        REVIEW
    }
}
