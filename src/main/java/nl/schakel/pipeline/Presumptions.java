package nl.schakel.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.consent.Actor;
import nl.schakel.consent.Consent;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.consent.Period;
import nl.schakel.consent.Provision;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.ConsentRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.evidence.Candidate;

/**
 * Writes down the consent that a referral within care presumes (NEN 7517), so that it can be seen, taken back and counted:
 * one for each receiver of a referral. It permits nothing by itself; it ends with its referral; and what the client took
 * back is never presumed again for that referral.
 */
final class Presumptions {
    /** Behind the places of whatever else a message says about consent. */
    private static final int PLACES = 1_000;

    private final DossierSeal seal;
    private final Consents consents;
    private final ConsentDesk desk;

    Presumptions(DossierSeal seal, Consents consents, ConsentDesk desk) {
        this.seal = seal;
        this.consents = consents;
        this.desk = desk;
    }

    void record(List<Candidate> candidates, UUID inboxId, ReferralReference reference, Ledger ledger) {
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            Set<Category> categories = desk.presumed(candidate, ledger.now());
            if (!categories.isEmpty()) {
                record(candidate, categories, inboxId, PLACES + i, reference, ledger);
            }
        }
    }

    private void record(
            Candidate candidate,
            Set<Category> categories,
            UUID inboxId,
            int place,
            ReferralReference reference,
            Ledger ledger) {
        String line = line(ledger.dossier(), reference, candidate.receiver());
        Optional<ConsentRow> before = Consents.last(ledger.dossier(), line);
        if (before.filter(row -> !grows(row, categories)).isPresent()) {
            return;
        }
        PartnerId sender = candidate.referral().envelope().sender();
        Consent presumed = new Consent(
                before.map(ConsentRow::id).orElseGet(UUID::randomUUID).toString(),
                Consent.Status.ACTIVE,
                Consent.Kind.PRESUMED,
                Set.of(),
                new Consent.Recording(sender, Consent.Channel.MESSAGE, ledger.now()),
                Optional.empty(),
                Optional.empty(),
                Provision.of(
                        Provision.Effect.PERMIT,
                        Set.of(new Actor.Organisation(candidate.receiver())),
                        Set.of(candidate.purpose()),
                        categories,
                        new Period(Optional.of(ledger.now()), Optional.empty())));
        consents.save(presumed, before, line, sender.value(), Optional.of(inboxId), place, ledger);
    }

    /** One that was taken back, or that nobody can read, is left as it is. */
    private static boolean grows(ConsentRow row, Set<Category> categories) {
        return Dossiers.kept(Dossiers.onFile(row))
                .filter(consent -> consent.status() == Consent.Status.ACTIVE)
                .filter(consent -> !consent.provision().categories().containsAll(categories))
                .isPresent();
    }

    /** The referral is over: from now on nothing is presumed by it. */
    void end(ReferralReference reference, Ledger ledger) {
        for (ConsentRow row : Dossiers.newest(ledger.dossier())) {
            Dossiers.kept(Dossiers.onFile(row))
                    .filter(Presumptions::runs)
                    .filter(consent -> referral(row, ledger.dossier())
                            .filter(reference::equals)
                            .isPresent())
                    .ifPresent(consent -> consents.save(
                            ended(consent, ledger.now()),
                            Optional.of(row),
                            row.line(),
                            row.recorder(),
                            Optional.empty(),
                            0,
                            ledger));
        }
    }

    private static boolean runs(Consent consent) {
        return consent.kind() == Consent.Kind.PRESUMED
                && consent.status() == Consent.Status.ACTIVE
                && consent.provision().period().until().isEmpty();
    }

    private static Consent ended(Consent consent, Instant at) {
        Provision rule = consent.provision();
        return new Consent(
                consent.id(),
                consent.status(),
                consent.kind(),
                consent.givers(),
                consent.recording(),
                consent.evidence(),
                consent.withdrawnAt(),
                Provision.of(
                        rule.effect(),
                        rule.actors(),
                        rule.purposes(),
                        rule.categories(),
                        new Period(rule.period().from(), Optional.of(at))));
    }

    /** The referral by which this was presumed; empty for whatever the client said. */
    Optional<ReferralReference> referral(ConsentRow row, Dossier dossier) {
        Optional<PartnerId> receiver = Dossiers.kept(Dossiers.onFile(row))
                .filter(consent -> consent.kind() == Consent.Kind.PRESUMED)
                .flatMap(consent -> receivers(consent).findFirst());
        return receiver.flatMap(partner -> dossier.referrals().stream()
                .filter(reference -> line(dossier, reference, partner).equals(row.line()))
                .findFirst());
    }

    private static Stream<PartnerId> receivers(Consent consent) {
        return consent.provision().actors().stream()
                .filter(Actor.Organisation.class::isInstance)
                .map(actor -> ((Actor.Organisation) actor).id());
    }

    /** Whether anything is presumed of this client. */
    static boolean areIn(Dossier dossier) {
        return Dossiers.newest(dossier).stream()
                .flatMap(row -> Dossiers.kept(Dossiers.onFile(row)).stream())
                .anyMatch(Presumptions::runs);
    }

    private String line(Dossier dossier, ReferralReference reference, PartnerId receiver) {
        return seal.name(dossier.openedUnder(reference), "presumed", reference.text(), receiver.value());
    }
}
