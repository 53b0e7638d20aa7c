package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/** Records what a message says the client wants, together with its acceptance. */
final class Recording implements Acceptance.Effect {
    private final Consents consents;
    private final Envelope envelope;
    private final List<Json.Obj> said;

    Recording(Consents consents, Envelope envelope, List<Json.Obj> said) {
        this.consents = consents;
        this.envelope = envelope;
        this.said = List.copyOf(said);
    }

    @Override
    public Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> reference) {
        return consents.record(envelope, said, inboxId, reference, ledger);
    }

    /** A message that says nothing else is done when it is recorded. */
    @Override
    public boolean leavesWork() {
        return envelope.event() != Envelope.Event.CONSENT;
    }
}
