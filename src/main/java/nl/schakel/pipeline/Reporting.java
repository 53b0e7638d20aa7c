package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.transition.Transition;

/**
 * Applies what a receiver tells in a language without tasks and versions (iWmo): the task is found by the referral and the
 * partner. A return message that refuses ends the task; the begin of support moves it on.
 *
 * @param owed whether the message is to be answered with a return message
 */
record Reporting(Transition loop, Conflicts conflicts, Envelope envelope, boolean owed) implements Acceptance.Effect {
    private static final String FAILED = "failed";

    @Override
    public Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> about) {
        ReferralReference reference = about.orElseThrow();
        PartnerId by = envelope.sender();
        Optional<Ledger.TaskRow> task = task(ledger.tasks(reference), by)
                .filter(row -> !conflicts.about(reference, ledger).bars(by));
        if (task.isEmpty()) {
            return Optional.of(Problem.at(ProblemCode.NOT_FOUND, "the task of this partner"));
        }
        Envelope.Answer answer = envelope.answer().orElseThrow();
        Step<String> applied = Changes.apply(
                change(ledger, reference, task.get(), answer), answer.status(), inboxId, reference, ledger);
        Optional<Problem> refused = applied.fold(done -> Optional.empty(), Optional::of);
        if (refused.isPresent() && envelope.event() == Envelope.Event.ANSWER && !FAILED.equals(answer.status())) {
            return refused;
        }
        refused.ifPresent(
                problem -> ledger.trace(reference, "transition", Optional.of(by), "noted", problem.sentence()));
        if (owed) {
            ledger.enqueue(
                    WorkItem.Kind.TELL,
                    reference,
                    inboxId,
                    by,
                    new Word(task.get().id(), ReturnMessages.RECEIVED, Optional.empty()).subject());
        }
        return Optional.empty();
    }

    private Step<Transition.Change> change(
            Ledger ledger, ReferralReference reference, Ledger.TaskRow task, Envelope.Answer answer) {
        Transition.State state = Changes.state(reference, ledger);
        return FAILED.equals(answer.status())
                ? loop.undelivered(state, task.id(), answer.reason().orElse("anders"))
                : loop.reported(state, task.id(), envelope.sender(), answer);
    }

    /** A partner has one task of a referral, or several of which the last is meant. */
    private static Optional<Ledger.TaskRow> task(List<Ledger.TaskRow> tasks, PartnerId by) {
        return tasks.stream().filter(row -> row.receiver().equals(by)).reduce((first, last) -> last);
    }
}
