package nl.schakel.pipeline;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;

/** What differs between the languages of the front doors: how a message names itself and how it is answered. */
interface Door {

    /** Reads just enough to know who says to speak, about what, under which id. */
    Step<Named> name(Inbound inbound);

    byte[] accepted(
            Inbound inbound,
            UUID inboxId,
            Envelope envelope,
            Optional<ReferralReference> reference,
            Instant at,
            String receiptJws);

    byte[] refused(byte[] original, Problem problem);

    /** Whether it only tries whether somebody is there: its sender is told so, and nothing is stored. */
    default boolean isOnlyATry(Named named) {
        return false;
    }

    /** The ETag of the resource that a stored answer shows; empty when the message changed none. */
    Optional<String> etag(Inbound inbound, byte[] answer);
}
