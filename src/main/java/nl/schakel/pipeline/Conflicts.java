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
import nl.schakel.referral.Envelope;
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

    /**
     * Through whom a referral would come to a person on the list whom it names as its recipient: the houses that it is addressed
     * to beside that person, and where it names none, everybody, because nobody knows which door is theirs.
     *
     * @param addressedTo as in the envelope, {@code agb|01234567}
     */
    static Set<PartnerId> throughNamed(List<String> addressedTo, Dossier dossier, Directory directory) {
        Set<String> barred = dossier.conflicts().stream()
                .filter(row -> row.endedAt().isEmpty() && row.kind().equals(PERSON))
                .map(Dossier.ConflictRow::party)
                .collect(Collectors.toUnmodifiableSet());
        if (addressedTo.stream().noneMatch(barred::contains)) {
            return Set.of();
        }
        List<Partner> houses = directory.partners().stream()
                .filter(partner -> addressedTo.stream().anyMatch(named -> isThe(partner, named)))
                .toList();
        return (houses.isEmpty() ? directory.partners() : houses)
                .stream().map(Partner::id).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isThe(Partner partner, String named) {
        int bar = named.indexOf('|');
        String system = named.substring(0, Math.max(bar, 0));
        String value = named.substring(bar + 1);
        return switch (system) {
            case "oin" -> partner.oin().filter(value::equals).isPresent();
            case "facility" ->
                partner.facilities().contains(value)
                        || value.equals(partner.identifiers().get(system));
            default -> value.equals(partner.identifiers().get(system));
        };
    }

    /** Whom to ask; when nobody is left it is as if the circle named nobody. */
    Step<List<Candidate>> askable(List<Candidate> candidates, Envelope envelope, Ledger ledger) {
        Set<PartnerId> named = throughNamed(envelope.addressedTo(), ledger.dossier(), directory);
        List<Candidate> askable = of(ledger).without(candidates, Candidate::receiver).stream()
                .filter(candidate -> !named.contains(candidate.receiver()))
                .toList();
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
