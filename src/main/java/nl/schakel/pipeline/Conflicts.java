package nl.schakel.pipeline;

import java.util.List;
import java.util.stream.Collectors;
import nl.schakel.disclosure.ConflictList;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;

/** The conflict list of the client at hand, as it stands in this transaction. */
final class Conflicts {
    private static final String ORGANISATION = "organisation";

    private Conflicts() {}

    static ConflictList of(Ledger ledger) {
        return new ConflictList(ledger.dossier().conflicts().stream()
                .filter(row -> row.endedAt().isEmpty() && row.kind().equals(ORGANISATION))
                .map(row -> new PartnerId(row.party()))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whom to ask; when nobody is left it is as if the circle named nobody. */
    static Step<List<Candidate>> askable(List<Candidate> candidates, Ledger ledger) {
        List<Candidate> askable = of(ledger).without(candidates, Candidate::receiver);
        return askable.isEmpty()
                ? Step.stopped(Problem.of(ProblemCode.NO_CIRCLE).expected("a party other than the sender"))
                : Step.next(askable);
    }

    /** Goes on, or stops as for a partner that has no channel. */
    static Step<PartnerId> reachable(PartnerId partner, Ledger ledger) {
        return of(ledger).bars(partner)
                ? Step.stopped(Problem.at(ProblemCode.ENDPOINT_MISSING, partner.value()))
                : Step.next(partner);
    }
}
