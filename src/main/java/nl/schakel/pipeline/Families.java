package nl.schakel.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nl.schakel.consent.ClientFile;
import nl.schakel.directory.Directory;
import nl.schakel.disclosure.Relative;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * Who is one family with a client, as far as it matters for what leaves: who they are, where they are, and whether they hide.
 * Read at each decision anew, under the locks of all of them, so that a protection of one counts for the others from its commit.
 */
final class Families {
    /** Of one client; the oldest say nothing of where somebody is now. */
    private static final int REFERRALS = 10;

    private final DossierSeal seal;
    private final Amendments amendments;
    private final Directory directory;

    Families(DossierSeal seal, Amendments amendments, Directory directory) {
        this.seal = seal;
        this.amendments = amendments;
        this.directory = directory;
    }

    /** Stopped when something of a member cannot be relied on: then nobody knows whether they hide. */
    Step<Household> of(ValidatedReferral valid, ClientFile file, Ledger ledger) {
        List<Relative> relatives = new ArrayList<>();
        for (TieRow tie : ledger.dossier().ties()) {
            if (tie.holds()) {
                Step<Relative> relative = relative(ledger.dossier(tie.kin()), ledger);
                if (relative instanceof Step.Stopped<Relative> stopped) {
                    return Step.stopped(stopped.problem());
                }
                relative.map(relatives::add);
            }
        }
        Set<PartnerId> barred = new HashSet<>(file.conflicts());
        barred.addAll(Conflicts.throughNamed(valid.referral().envelope().addressedTo(), ledger.dossier(), directory));
        boolean hides = file.secretAddress() || Relative.guard(valid.referral(), relatives);
        return Step.next(new Household(
                new ClientFile(file.client(), file.consents(), file.openings(), barred, hides), relatives));
    }

    /** Whether this client hides, by their own dossier or by what their own referrals say. */
    Step<Boolean> hides(Dossier dossier, Ledger ledger) {
        return referrals(dossier, ledger).map(referrals -> hides(dossier, referrals, ledger));
    }

    private Step<Relative> relative(Dossier dossier, Ledger ledger) {
        return seal.holds(dossier)
                ? referrals(dossier, ledger)
                        .map(referrals -> Relative.of(
                                referrals.stream()
                                        .map(ValidatedReferral::referral)
                                        .toList(),
                                hides(dossier, referrals, ledger)))
                : Step.stopped(Problem.at(ProblemCode.CONSENT_UNRELIABLE, "dossier")
                        .seen("rows that do not carry their seal")
                        .expected("what was recorded here, unchanged"));
    }

    private Step<List<ValidatedReferral>> referrals(Dossier dossier, Ledger ledger) {
        Step<List<ValidatedReferral>> all = Step.next(List.of());
        for (Dossier.Asked asked : dossier.asked(REFERRALS)) {
            if (asked.erased()) {
                continue;
            }
            all = all.then(known -> amendments
                    .current(asked.request(), asked.reference(), ledger)
                    .map(valid -> {
                        List<ValidatedReferral> more = new ArrayList<>(known);
                        more.add(valid);
                        return more;
                    }));
        }
        return all;
    }

    private boolean hides(Dossier dossier, List<ValidatedReferral> referrals, Ledger ledger) {
        return Protections.hold(dossier)
                || referrals.stream().map(ValidatedReferral::referral).anyMatch(Referral::isProtected)
                || referrals.stream().anyMatch(this::asksAHiddenHouse)
                || dossier.asked(REFERRALS).stream()
                        .anyMatch(asked -> asked.erased() && askedAHiddenHouse(asked, ledger));
    }

    /** Whom an erased referral asked is still known by its tasks. */
    private boolean askedAHiddenHouse(Dossier.Asked asked, Ledger ledger) {
        return ledger.tasks(asked.reference()).stream()
                .flatMap(task -> directory.partner(task.receiver()).stream())
                .anyMatch(partner -> partner.role() == Role.VO);
    }

    private boolean asksAHiddenHouse(ValidatedReferral valid) {
        return directory
                .candidates(valid)
                .fold(
                        candidates -> candidates.stream().map(Candidate::role).anyMatch(Role.VO::equals),
                        problem -> false);
    }

    /** What changed about this client may change what the others of the family may have where. */
    static void tell(Ledger ledger) {
        ledger.dossier().ties().stream()
                .filter(TieRow::holds)
                .findFirst()
                .ifPresent(tie -> ledger.dossier().reconsiderKin(tie.reference()));
    }
}
