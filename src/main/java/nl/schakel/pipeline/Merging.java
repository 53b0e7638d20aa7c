package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/**
 * Two numbers turn out to be one client's (ADT^A40): together with the acceptance everything that is kept under them is kept
 * as one. A no, a protection and a block under either hold for both; a yes stays what it was.
 *
 * @param authorities under which names the sender issues numbers
 */
record Merging(
        DossierSeal seal,
        Consents consents,
        JoinedFamilies families,
        Envelope envelope,
        List<EndedNumber> ended,
        Set<String> authorities)
        implements Acceptance.Effect {
    private static final String STAYS = "PID-3.1";
    private static final String STAYS_FROM = "PID-3.4";
    private static final String ENDS = "MRG-1.1";

    @Override
    public Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> reference) {
        Optional<Problem> refused = refusal();
        return refused.isPresent() ? refused : join(ledger, inboxId);
    }

    private Optional<Problem> refusal() {
        if (ended.isEmpty()) {
            return Optional.of(Problem.at(ProblemCode.REQUIRED_MISSING, ENDS).expected("the number that ends"));
        }
        boolean foreign = envelope.client().localId().isPresent()
                && envelope.client().authority().filter(authorities::contains).isEmpty();
        return foreign
                ? Optional.of(notYours(STAYS_FROM, envelope.client().authority()))
                : ended.stream().flatMap(number -> flaw(number).stream()).findFirst();
    }

    /** Only who issued a number can say whose it is. */
    private Optional<Problem> flaw(EndedNumber number) {
        if (number.authority().filter(authorities::contains).isEmpty()) {
            return Optional.of(notYours(number.issuedAt(), number.authority()));
        }
        return envelope.client().localId().filter(number.number()::equals).isPresent()
                ? Optional.of(Problem.at(ProblemCode.VALUE_INVALID, number.place())
                        .seen("the number of " + STAYS)
                        .expected("another number, which ends"))
                : Optional.empty();
    }

    private Problem notYours(String place, Optional<String> seen) {
        return Problem.at(ProblemCode.VALUE_INVALID, place)
                .seen(seen.isEmpty() ? "no authority" : "an authority that is not the sender's")
                .expected("the sender's own: "
                        + String.join(", ", authorities.stream().sorted().toList()));
    }

    private Optional<Problem> join(Ledger ledger, UUID inboxId) {
        Ledger.ToJoin numbers = ledger.toJoin().orElseThrow();
        String place = ended.get(0).place();
        if (numbers.severalPeople() || JoinedFamilies.areKnownApart(ledger.dossier(), numbers.others())) {
            // Which of the two it is, the sender does not learn: that there is a list at all may not show.
            return Optional.of(Problem.at(ProblemCode.ONE_CLIENT_ONLY, place)
                    .seen("numbers that are known here as two people's")
                    .expected("numbers of one person"));
        }
        if (numbers.backwards()) {
            return Optional.of(Problem.at(ProblemCode.VALUE_INVALID, place)
                    .seen("the number into which that of " + STAYS + " was merged before")
                    .expected("the number that ended then; the two are one client's already"));
        }
        numbers.others().forEach(other -> join(other, inboxId, ledger));
        if (!numbers.others().isEmpty()) {
            tell(ledger);
        }
        return Optional.empty();
    }

    private void join(Dossier other, UUID inboxId, Ledger ledger) {
        families.before(ledger.dossier(), other, envelope.sender(), ledger);
        seal.join(ledger.dossier(), other, envelope.sender().value(), inboxId, ledger.now());
        ledger.note(
                inboxId.toString(),
                "merge",
                Optional.of(envelope.sender()),
                "joined",
                "what was kept under another number is kept here");
    }

    private void tell(Ledger ledger) {
        for (ReferralReference reference : ledger.dossier().referrals()) {
            ledger.trace(
                    reference,
                    "merge",
                    Optional.of(envelope.sender()),
                    "joined",
                    "two numbers of its sender are one client's from now on");
        }
        families.after(envelope.sender(), ledger);
        consents.lookAgain(Optional.empty(), ledger);
    }
}
