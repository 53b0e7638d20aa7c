package nl.schakel.journal;

import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/** What the journal says to a message: taken, taken before, or refused. */
public sealed interface Accepted {

    /**
     * Committed, now or at an earlier try of the same bytes.
     *
     * @param repeated whether this very message was accepted before
     */
    record Committed(Optional<ReferralReference> reference, Acceptance.Receipt receipt, boolean repeated)
            implements Accepted {}

    /** Not taken; nothing was stored but the audit leaf. */
    record Refused(Problem problem) implements Accepted {}
}
