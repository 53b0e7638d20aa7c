package nl.schakel.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * What a sender says of who belongs together: referrals under one number of its own ({@code ServiceRequest.requisition}) are of
 * one family. Another sender's same number is another family. The number itself goes nowhere.
 */
final class FamilyClaims {
    private final StreamKey secret;
    private final FamilyDesk desk;

    FamilyClaims(StreamKey secret, FamilyDesk desk) {
        this.secret = secret;
        this.desk = desk;
    }

    /** {@code system|value} of the sender's number; empty when it gives none. */
    static Optional<String> in(ValidatedReferral valid) {
        return valid.referral().items().stream()
                .flatMap(item -> item.resource().object("requisition").stream())
                .flatMap(number ->
                        number.text("value").map(value -> number.text("system").orElse("") + '|' + value).stream())
                .findFirst();
    }

    /** Notes the sender's word together with the acceptance of its referral. */
    Acceptance.Effect effect(Envelope envelope, String family, Optional<Acceptance.Effect> then) {
        byte[] name = StreamKey.hashed(
                secret.keyFor("family"), (envelope.sender() + "|" + family).getBytes(StandardCharsets.UTF_8));
        return new Claiming(name, envelope.sender(), then);
    }

    private record Claiming(byte[] name, PartnerId sender, Optional<Acceptance.Effect> then)
            implements Acceptance.Effect {
        @Override
        public Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> reference) {
            reference.ifPresent(own -> ledger.dossier().claim(name, sender, own));
            return then.flatMap(effect -> effect.apply(ledger, inboxId, reference));
        }

        @Override
        public boolean leavesWork() {
            return then.map(Acceptance.Effect::leavesWork).orElse(true);
        }
    }

    /** Links the client of a referral that is being routed with whom its sender counts to the same family. */
    void follow(Ledger ledger) {
        List<Dossier.ClaimRow> others = ledger.dossier().claims();
        if (!others.isEmpty()) {
            desk.claimed(others, ledger);
        }
    }
}
