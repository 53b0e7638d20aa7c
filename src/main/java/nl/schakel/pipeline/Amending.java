package nl.schakel.pipeline;

import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Deletions;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.transition.Transition;

/**
 * Changes or takes back a referral together with the acceptance of the message that does so.
 *
 * @param deletions what the message takes away
 * @param place where the message names the referral
 * @param readable whether it can be read yet; one that waits for codes changes what is known when it can be
 */
record Amending(
        Amendments amendments,
        Transition loop,
        Envelope envelope,
        Deletions deletions,
        String place,
        boolean readable,
        Optional<Acceptance.Effect> then)
        implements Acceptance.Effect {

    @Override
    public Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> reference) {
        return refusal(ledger, reference).or(() -> change(ledger, inboxId, reference));
    }

    private Optional<Problem> change(Ledger ledger, UUID inboxId, Optional<ReferralReference> reference) {
        if (envelope.event() == Envelope.Event.WITHDRAWAL) {
            return takeBack(ledger, inboxId, reference.orElseThrow());
        }
        Optional<Problem> refused = then.flatMap(effect -> effect.apply(ledger, inboxId, reference));
        if (refused.isEmpty() && readable) {
            amendments.apply(envelope, deletions, inboxId, reference, ledger);
        }
        return refused;
    }

    /** Which referral is meant is never guessed: a number that is given must be the number of one. */
    private Optional<Problem> refusal(Ledger ledger, Optional<ReferralReference> reference) {
        boolean numbered = envelope.senderReference().isPresent() && envelope.event() != Envelope.Event.NOTE;
        boolean other = reference
                .map(ledger::transition)
                .flatMap(Ledger.TransitionRow::senderReference)
                .filter(number ->
                        numbered && !number.equals(envelope.senderReference().orElseThrow()))
                .isPresent();
        if (other || ((numbered || envelope.event() == Envelope.Event.WITHDRAWAL) && reference.isEmpty())) {
            return Optional.of(Problem.at(ProblemCode.REFERRAL_UNKNOWN, place)
                    .expected("the number of a referral that you sent about this client"));
        }
        return reference
                .map(ledger::transition)
                .filter(row -> numbered && !Transition.runs(row.status()))
                .filter(row -> envelope.event() != Envelope.Event.WITHDRAWAL)
                .map(row -> Problem.at(ProblemCode.TRANSITION_ILLEGAL, place)
                        .seen(row.status())
                        .expected("a referral that runs"));
    }

    private Optional<Problem> takeBack(Ledger ledger, UUID inboxId, ReferralReference reference) {
        Step<Transition.Change> change = loop.withdrawn(Changes.state(reference, ledger))
                .map(withdrawn -> toWhoHasIt(withdrawn, reference, ledger));
        Step<String> applied = Changes.apply(change, "withdrawn", inboxId, reference, ledger);
        ledger.dossier().wake(reference);
        ledger.dossier().unpark(reference);
        return applied.fold(done -> Optional.empty(), Optional::of);
    }

    /** Who has nothing of it is told nothing: that somebody was to be referred is itself a word about them. */
    private static Transition.Change toWhoHasIt(Transition.Change change, ReferralReference reference, Ledger ledger) {
        return new Transition.Change(
                change.after(),
                change.tells().stream()
                        .filter(tell -> tell.partner().equals(change.after().sender())
                                || ledger.dossier().released(reference).stream()
                                        .anyMatch(
                                                decision -> decision.receiver().equals(tell.partner())))
                        .toList());
    }

    @Override
    public boolean leavesWork() {
        return envelope.event() != Envelope.Event.WITHDRAWAL;
    }
}
