package nl.schakel.pipeline;

import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/** Records with the acceptance that whereabouts are protected, before whatever else the message does. */
record Protecting(Protections protections, PartnerId source, Optional<Acceptance.Effect> then)
        implements Acceptance.Effect {

    @Override
    public Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> reference) {
        protections.heard(source, inboxId, ledger);
        return then.flatMap(effect -> effect.apply(ledger, inboxId, reference));
    }

    @Override
    public boolean leavesWork() {
        return then.map(Acceptance.Effect::leavesWork).orElse(true);
    }
}
