package nl.schakel.pipeline;

import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.ProtectionRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Who said that a client's whereabouts are protected. One who said so is enough. A message that is silent about it ends
 * nothing, whoever sent it: only an operator ends it, for each who said it.
 */
final class Protections {
    private final DossierSeal seal;
    private final Consents consents;

    Protections(DossierSeal seal, Consents consents) {
        this.seal = seal;
        this.consents = consents;
    }

    /** Whether anything says so that nobody ended. */
    static boolean hold(Dossier dossier) {
        return dossier.protections().stream().anyMatch(row -> row.endedAt().isEmpty());
    }

    /** A message says so: from now on it counts in every referral of the client, also in those that wait. */
    void heard(PartnerId source, UUID inboxId, Ledger ledger) {
        boolean known = ledger.dossier().protections().stream()
                .anyMatch(row -> row.endedAt().isEmpty() && row.source().equals(source.value()));
        if (!known) {
            keep(source.value(), Optional.of(inboxId), ledger);
        }
    }

    /** An operator says so. */
    ProtectionRow protect(String operator, Ledger ledger) {
        return keep(Consents.OPERATOR + operator, Optional.empty(), ledger);
    }

    private ProtectionRow keep(String source, Optional<UUID> inboxId, Ledger ledger) {
        boolean before = hold(ledger.dossier());
        ProtectionRow row = new ProtectionRow(
                UUID.randomUUID(), source, ledger.now(), inboxId, Optional.empty(), Optional.empty(), new byte[0]);
        seal.save(ledger.dossier(), row);
        note(row, "recorded", "by " + source, ledger);
        if (!before) {
            consents.lookAgain(Optional.empty(), ledger);
            Families.tell(ledger);
        }
        return row;
    }

    /** What somebody had through another of the family is theirs from now on, until an operator ends it. */
    void inherited(Dossier dossier, String source, Ledger ledger) {
        if (!hold(dossier)) {
            ProtectionRow row = new ProtectionRow(
                    UUID.randomUUID(),
                    source,
                    ledger.now(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new byte[0]);
            seal.save(dossier, row);
            note(row, "recorded", "by " + source, ledger);
        }
    }

    /** An operator ends what one source said; what others said stays. */
    Step<ProtectionRow> end(UUID id, String operator, Ledger ledger) {
        Optional<ProtectionRow> found = ledger.dossier().protections().stream()
                .filter(row -> row.id().equals(id) && row.endedAt().isEmpty())
                .findFirst();
        if (found.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "protection"));
        }
        ProtectionRow after = found.get().ended(Consents.OPERATOR + operator, ledger.now());
        seal.save(ledger.dossier(), after);
        note(after, "ended", "by operator " + operator, ledger);
        if (!hold(ledger.dossier())) {
            consents.lookAgain(Optional.empty(), ledger);
            Families.tell(ledger);
        }
        return Step.next(after);
    }

    /** In no trace: that whereabouts are protected is itself worth knowing to who searches them. */
    private static void note(ProtectionRow row, String outcome, String words, Ledger ledger) {
        ledger.note(row.id().toString(), "protection", Optional.empty(), outcome, words);
    }
}
