package nl.schakel.transition;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Custody;
import nl.schakel.referral.Envelope.Answer;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.transition.Transition.Change;
import nl.schakel.transition.Transition.State;
import nl.schakel.transition.Transition.TaskState;
import nl.schakel.transition.Transition.Tell;

/**
 * Moves custody. It is the sender's until a receiver says in so many words that it takes the client over, and again as soon
 * as that receiver gives them back or its task no longer runs; there is never none and never a second one.
 */
final class Handover {
    /** In which a receiver may take the client over. */
    private static final Set<TaskStatus> TAKING = EnumSet.of(TaskStatus.ACCEPTED, TaskStatus.IN_PROGRESS);
    /** In which it may have the client; who has finished keeps them. */
    private static final Set<TaskStatus> HOLDING =
            EnumSet.of(TaskStatus.ACCEPTED, TaskStatus.IN_PROGRESS, TaskStatus.COMPLETED);

    private Handover() {}

    /** Whether a receiver has the client. */
    static boolean holds(State state, PartnerId party) {
        return Transition.hasTakenOver(party, state.custodian(), state.sender());
    }

    /** Why custody does not move as this receiver says; its own task comes first, so that it learns nothing of others. */
    static Optional<Problem> refusal(State state, TaskState task, Answer answer) {
        if (answer.custody().isEmpty() || holds(state, task.receiver())) {
            return Optional.empty();
        }
        if (answer.custody().get() == Custody.RETURNED) {
            return Optional.of(illegal(Custody.RETURNED.code())
                    .expected("this word from the party that has taken the client over"));
        }
        if (!is(task.status(), TAKING) || !is(answer.status(), TAKING)) {
            return Optional.of(illegal(task.status() + " with " + Custody.TAKEN_OVER.code())
                    .expected("status accepted or in-progress, of a task that stands so already"));
        }
        return state.custodian().equals(state.sender())
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.CUSTODY_ELSEWHERE));
    }

    /** What a word does beside what it says of the task. */
    static Change heard(State before, TaskState task, Answer answer, Change said) {
        boolean held = holds(before, task.receiver());
        if (held && answer.custody().filter(Custody.RETURNED::equals).isPresent()) {
            return back(said, task);
        }
        boolean takes =
                !held && answer.custody().filter(Custody.TAKEN_OVER::equals).isPresent();
        return takes && !task.receiver().equals(before.sender()) ? taken(said, task, answer) : kept(said);
    }

    /** Custody goes back when who has the client is out: refused, failed, withdrawn or on hold. */
    static Change kept(Change change) {
        State after = change.after();
        List<TaskState> own = after.tasks().stream()
                .filter(task -> holds(after, task.receiver()))
                .toList();
        boolean stays = own.isEmpty() || own.stream().anyMatch(task -> is(task.status(), HOLDING));
        return stays ? change : back(change, own.get(own.size() - 1));
    }

    /** One word says both: how far the receiver is, and that it has the client. */
    private static Change taken(Change said, TaskState task, Answer answer) {
        return new Change(
                with(said.after(), task.receiver()),
                List.of(new Tell(
                        said.after().sender(), task.id(), answer.status(), Optional.of(Custody.TAKEN_OVER.code()))));
    }

    private static Change back(Change change, TaskState of) {
        State after = change.after();
        String status = after.tasks().stream()
                .filter(task -> task.id().equals(of.id()))
                .map(TaskState::status)
                .findFirst()
                .orElse(of.status());
        List<Tell> tells = new ArrayList<>(change.tells());
        tells.add(new Tell(after.sender(), of.id(), status, Optional.of(Custody.RETURNED.code())));
        return new Change(with(after, after.sender()), tells);
    }

    private static State with(State state, PartnerId custodian) {
        return new State(state.status(), state.sender(), custodian, state.exitDate(), state.tasks());
    }

    private static boolean is(String status, Set<TaskStatus> among) {
        return TaskStatus.of(status).filter(among::contains).isPresent();
    }

    private static Problem illegal(String seen) {
        return Problem.of(ProblemCode.TRANSITION_ILLEGAL).seen(seen);
    }
}
