package nl.schakel.transition;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.schakel.referral.Envelope.Answer;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * The closed loop of one referral: state and event in, changed state and who must be told out. An acceptance is a promise
 * and no handover: the sender stays custodian until a receiver says that it takes the client over, and is it again when that
 * receiver is out (ADR 0032).
 */
public final class Transition {
    /** Told to receivers whose task did not change but whose date did. */
    public static final String EXIT_DATE_CHANGED = "exit-date-changed";

    /** As long as nobody has said yes or no. */
    private static final Set<TaskStatus> UNHEARD = EnumSet.of(TaskStatus.REQUESTED, TaskStatus.RECEIVED);

    private static final Set<String> NOT_TAKEN_UP =
            UNHEARD.stream().map(TaskStatus::code).collect(Collectors.toUnmodifiableSet());

    private final Set<String> rejectionReasons;

    /**
     * A loop that knows these reasons.
     *
     * @param rejectionReasons codes of {@code mappings/codes/afwijsreden.csv}
     */
    public Transition(Set<String> rejectionReasons) {
        this.rejectionReasons = Set.copyOf(rejectionReasons);
    }

    /**
     * One referral.
     *
     * @param status {@code draft} while only an exit date is known, else what its tasks come to, in words of FHIR Task
     *     status
     * @param custodian who is responsible for the client now: exactly one, always
     */
    public record State(
            String status, PartnerId sender, PartnerId custodian, Optional<LocalDate> exitDate, List<TaskState> tasks) {
        public State {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * What one receiver is asked.
     *
     * @param need absent for the deciding desk
     * @param status FHIR Task status
     */
    public record TaskState(UUID id, PartnerId receiver, Optional<Need> need, String status, Optional<String> reason) {
        TaskState with(String newStatus, Optional<String> newReason) {
            return new TaskState(id, receiver, need, newStatus, newReason);
        }

        boolean isOpen() {
            return TaskStatus.of(status).map(TaskStatus::isOpen).orElse(false);
        }

        boolean isOnHold() {
            return TaskStatus.ON_HOLD.code().equals(status);
        }
    }

    /** What came of an event; nothing to tell when nothing changed for anybody. */
    public record Change(State after, List<Tell> tells) {
        public Change {
            tells = List.copyOf(tells);
        }
    }

    /** A partner that must hear about a task. */
    public record Tell(PartnerId partner, UUID taskId, String status, Optional<String> reason) {}

    /** Whether somebody still works on a task of this status, or may start to. */
    public static boolean isOpen(String status) {
        return TaskStatus.of(status).map(TaskStatus::isOpen).orElse(false);
    }

    /** Whether a referral of this status is still under way: somebody may answer, or it waits for a date. */
    public static boolean runs(String status) {
        return TaskStatus.of(status)
                .filter(known -> known.isOpen() || known == TaskStatus.DRAFT || known == TaskStatus.ON_HOLD)
                .isPresent();
    }

    /** Whether its sender took it back. */
    public static boolean isTakenBack(String status) {
        return TaskStatus.CANCELLED.code().equals(status);
    }

    /** The request is there and its receivers are asked: every task stands at {@code requested}. */
    public Step<Change> opened(State state) {
        boolean fresh = TaskStatus.DRAFT.code().equals(state.status())
                && state.tasks().stream()
                        .allMatch(t -> TaskStatus.REQUESTED.code().equals(t.status()));
        return fresh
                ? Step.next(new Change(
                        with(state, TaskStatus.REQUESTED.code(), state.exitDate(), state.tasks()), List.of()))
                : illegal(state.status(), "a referral that is not open yet");
    }

    /** The stay ends on this day: earlier, later or the same as known. Takes up what was on hold. */
    public Step<Change> exitDateSet(State state, LocalDate date) {
        boolean moved = !state.exitDate().equals(Optional.of(date));
        List<TaskState> after = new ArrayList<>();
        List<Tell> tells = new ArrayList<>();
        for (TaskState task : state.tasks()) {
            TaskState now = task.isOnHold() ? Holding.resume(task) : task;
            after.add(now);
            if (task.isOnHold()) {
                tells.add(tell(now.receiver(), now));
            } else if (moved && task.isOpen()) {
                tells.add(new Tell(now.receiver(), now.id(), now.status(), Optional.of(EXIT_DATE_CHANGED)));
            }
        }
        return Step.next(new Change(with(state, state.status(), Optional.of(date), after), tells));
    }

    /**
     * The stay does not end: no date any more, everything open waits, and whoever has it open hears so. Who had taken the
     * client over has them no more.
     */
    public Step<Change> dischargeCancelled(State state) {
        List<TaskState> after = state.tasks().stream()
                .map(task -> task.isOpen() ? Holding.hold(task) : task)
                .toList();
        List<Tell> tells = after.stream()
                .filter(task -> !state.tasks().contains(task))
                .map(task -> tell(task.receiver(), task))
                .toList();
        return Step.next(Handover.kept(new Change(with(state, state.status(), Optional.empty(), after), tells)));
    }

    /**
     * The sender takes its request back: nobody is asked any more, and whoever is hears so. The client is the sender's
     * again, unless who took them over has finished: what was finished stays finished.
     */
    public Step<Change> withdrawn(State state) {
        if (TaskStatus.CANCELLED.code().equals(state.status())) {
            return Step.next(new Change(state, List.of()));
        }
        List<TaskState> after = state.tasks().stream()
                .map(task -> task.isOpen() || task.isOnHold()
                        ? task.with(TaskStatus.CANCELLED.code(), Optional.empty())
                        : task)
                .toList();
        List<Tell> tells = after.stream()
                .filter(task -> !state.tasks().contains(task))
                .map(task -> tell(task.receiver(), task))
                .toList();
        boolean runs = !tells.isEmpty() || NOT_TAKEN_UP.contains(state.status()) || isDraft(state);
        return runs
                ? Step.next(Handover.kept(new Change(
                        new State(withdrawnStatus(after), state.sender(), state.custodian(), state.exitDate(), after),
                        tells)))
                : illegal(state.status(), "a referral that runs");
    }

    private static boolean isDraft(State state) {
        return TaskStatus.DRAFT.code().equals(state.status());
    }

    /** Before anybody was asked there is no task that could say it. */
    private static String withdrawnStatus(List<TaskState> tasks) {
        return tasks.isEmpty() ? TaskStatus.CANCELLED.code() : Overall.of(tasks);
    }

    /** A receiver's word about its own task; somebody else's task is as unknown as no task. */
    public Step<Change> answered(State state, UUID taskId, PartnerId by, Answer answer) {
        Optional<TaskState> own = state.tasks().stream()
                .filter(t -> t.id().equals(taskId) && t.receiver().equals(by))
                .findFirst();
        return own.map(task -> Handover.refusal(state, task, answer)
                        .<Step<Change>>map(Step::stopped)
                        .orElseGet(() -> heard(state, task, answer)))
                .orElse(Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
    }

    /** A word about custody may come with the status that the task has already; said again it changes nothing. */
    private Step<Change> heard(State state, TaskState task, Answer answer) {
        boolean sameStatus = answer.custody().isPresent() && task.status().equals(answer.status());
        Step<Change> said = sameStatus
                ? Step.next(new Change(state, List.of()))
                : checked(task, answer).map(now -> answered(state, now));
        return said.map(change -> Handover.heard(state, task, answer, change));
    }

    /** Whether this receiver has taken the client over. */
    public static boolean hasTakenOver(PartnerId receiver, PartnerId custodian, PartnerId sender) {
        return custodian.equals(receiver) && !custodian.equals(sender);
    }

    /**
     * A receiver tells, in a language without tasks, how far it is. That it has begun says too that it had accepted.
     */
    public Step<Change> reported(State state, UUID taskId, PartnerId by, Answer answer) {
        Step<Change> said = answered(state, taskId, by, answer);
        return TaskStatus.IN_PROGRESS.code().equals(answer.status()) && said instanceof Step.Stopped<Change>
                ? answered(state, taskId, by, new Answer(TaskStatus.ACCEPTED.code(), Optional.empty()))
                        .then(accepted -> answered(accepted.after(), taskId, by, answer)
                                .map(begun -> new Change(begun.after(), both(accepted.tells(), begun.tells()))))
                : said;
    }

    private static List<Tell> both(List<Tell> first, List<Tell> then) {
        List<Tell> tells = new ArrayList<>(first);
        tells.addAll(then);
        return tells;
    }

    /**
     * What was asked did not arrive where somebody could work on it: the receiver's system could not process it, or its
     * format has no place for it. Nobody there has the client, so the sender must act.
     *
     * @param reason coded
     */
    public Step<Change> undelivered(State state, UUID taskId, String reason) {
        return state.tasks().stream()
                .filter(task -> task.id().equals(taskId))
                .filter(task -> NOT_TAKEN_UP.contains(task.status()))
                .findFirst()
                .map(task -> Step.next(answered(state, task.with(TaskStatus.FAILED.code(), Optional.of(reason)))))
                .orElseGet(() -> illegal("a task that somebody has taken up, or none", words(UNHEARD)));
    }

    /**
     * Nobody could be asked, and a person gave it up: nobody has the client but the sender, who must act.
     *
     * @param request by which the sender's word about it is known
     * @param reason coded
     */
    public Step<Change> unasked(State state, UUID request, String reason) {
        boolean nobody = state.tasks().isEmpty() && runs(state.status());
        String failed = TaskStatus.FAILED.code();
        return nobody
                ? Step.next(new Change(
                        new State(failed, state.sender(), state.custodian(), state.exitDate(), List.of()),
                        List.of(new Tell(state.sender(), request, failed, Optional.of(reason)))))
                : illegal("a referral that has ended, or of which somebody was asked", "one of which nobody was asked");
    }

    /**
     * Nobody answered for so long that nobody waits for it any more: the sender must act, and who was asked hears that it is
     * over.
     *
     * @param reason coded
     */
    public Step<Change> expired(State state, UUID taskId, String reason) {
        return undelivered(state, taskId, reason).map(change -> {
            List<Tell> tells = new ArrayList<>(change.tells());
            change.after().tasks().stream()
                    .filter(task -> task.id().equals(taskId))
                    .forEach(task -> tells.add(tell(task.receiver(), task)));
            return new Change(change.after(), tells);
        });
    }

    private Change answered(State state, TaskState now) {
        List<TaskState> after = state.tasks().stream()
                .map(t -> t.id().equals(now.id()) ? now : t)
                .toList();
        return new Change(with(state, state.status(), state.exitDate(), after), List.of(tell(state.sender(), now)));
    }

    private Step<TaskState> checked(TaskState task, Answer answer) {
        Set<TaskStatus> allowed = TaskStatus.of(task.status()).orElseThrow().answers();
        Optional<TaskStatus> said = TaskStatus.of(answer.status()).filter(allowed::contains);
        if (said.isEmpty()) {
            return illegal(task.status() + " then " + shown(answer.status()), words(allowed));
        }
        if (said.get().needsReason()
                && answer.reason().filter(rejectionReasons::contains).isEmpty()) {
            return Step.stopped(Problem.of(ProblemCode.REASON_MISSING)
                    .expected(rejectionReasons.stream().sorted().collect(Collectors.joining(", "))));
        }
        return Step.next(task.with(said.get().code(), said.get().needsReason() ? answer.reason() : Optional.empty()));
    }

    /** An unknown word is the partner's text; it is not repeated. */
    private static String shown(String status) {
        return TaskStatus.of(status).map(TaskStatus::code).orElse("an unknown status");
    }

    private static String words(Set<TaskStatus> allowed) {
        return allowed.isEmpty()
                ? "nothing more; it is closed"
                : allowed.stream().map(TaskStatus::code).collect(Collectors.joining(", "));
    }

    private static <T> Step<T> illegal(String seen, String expected) {
        return Step.stopped(
                Problem.of(ProblemCode.TRANSITION_ILLEGAL).seen(seen).expected(expected));
    }

    private static Tell tell(PartnerId partner, TaskState task) {
        return new Tell(partner, task.id(), task.status(), task.reason());
    }

    private static State with(State state, String status, Optional<LocalDate> exitDate, List<TaskState> tasks) {
        // Of nobody who was asked there is no other word than the one that was.
        boolean asItWas = TaskStatus.DRAFT.code().equals(status) || tasks.isEmpty();
        return new State(asItWas ? status : Overall.of(tasks), state.sender(), state.custodian(), exitDate, tasks);
    }
}
