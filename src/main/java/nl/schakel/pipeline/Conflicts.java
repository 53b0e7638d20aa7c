package nl.schakel.pipeline;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.disclosure.ConflictList;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;

/**
 * The conflict list of the client at hand, as it stands in this transaction: organisations, and every partner through whom
 * something would come to a person on it, by the directory of this moment.
 */
final class Conflicts {
    static final String ORGANISATION = "organisation";
    static final String PERSON = "person";
    /** Another client, by the keyed hash that is their stream. */
    static final String CLIENT = "client";

    private final Directory directory;

    Conflicts(Directory directory) {
        this.directory = directory;
    }

    ConflictList of(Ledger ledger) {
        return new ConflictList(of(ledger.dossier()));
    }

    /** Of the client of this referral, whoever sent the message at hand. */
    ConflictList about(ReferralReference reference, Ledger ledger) {
        return new ConflictList(barred(ledger.dossier().conflicts(reference)));
    }

    Set<PartnerId> of(Dossier dossier) {
        return barred(dossier.conflicts());
    }

    private Set<PartnerId> barred(List<Dossier.ConflictRow> rows) {
        return rows.stream()
                .filter(row -> row.endedAt().isEmpty())
                .flatMap(this::barred)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<PartnerId> barred(Dossier.ConflictRow row) {
        if (row.kind().equals(ORGANISATION)) {
            return Stream.of(new PartnerId(row.party()));
        }
        if (row.kind().equals(CLIENT)) {
            return Stream.empty();
        }
        int bar = row.party().indexOf('|');
        String system = row.party().substring(0, bar);
        String value = row.party().substring(bar + 1);
        return directory.partners().stream()
                .filter(partner -> partner.isReachedThrough(system, value))
                .map(Partner::id);
    }

    /** Whom to ask; when nobody is left it is as if the circle named nobody. */
    Step<List<Candidate>> askable(List<Candidate> candidates, Ledger ledger) {
        List<Candidate> askable = of(ledger).without(candidates, Candidate::receiver);
        return askable.isEmpty()
                ? Step.stopped(Problem.of(ProblemCode.NO_CIRCLE).expected("a party other than the sender"))
                : Step.next(askable);
    }

    /** Goes on, or stops as for a partner that has no channel. */
    Step<PartnerId> reachable(PartnerId partner, Ledger ledger) {
        return of(ledger).bars(partner)
                ? Step.stopped(Problem.at(ProblemCode.ENDPOINT_MISSING, partner.value()))
                : Step.next(partner);
    }
}
