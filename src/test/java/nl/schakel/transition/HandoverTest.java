package nl.schakel.transition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Custody;
import nl.schakel.referral.Envelope.Answer;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.transition.Transition.Change;
import nl.schakel.transition.Transition.State;
import nl.schakel.transition.Transition.TaskState;
import nl.schakel.transition.Transition.Tell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who has the client: every status, every word, whoever has them. */
class HandoverTest {
    private static final PartnerId WARD = new PartnerId("ggz-noord");
    private static final PartnerId SHELTER = new PartnerId("opvang-demo");
    private static final PartnerId DEBTS = new PartnerId("schuldhulp-demo");
    private static final UUID SHELTER_TASK = new UUID(0, 2);
    private static final UUID DEBTS_TASK = new UUID(0, 3);
    private static final LocalDate DAY = LocalDate.of(2026, 7, 10);
    private static final Set<String> MAY_TAKE = Set.of("accepted", "in-progress");
    private static final Set<String> MAY_HAVE = Set.of("accepted", "in-progress", "completed");

    private final Transition loop = new Transition(Set.of("geen-plek"));

    /** A task's status, the word that comes, what it says of custody, and who has the client. */
    record Cell(String from, String word, Optional<Custody> custody, PartnerId custodian) {}

    static Stream<Cell> cells() {
        return words().flatMap(from -> words().flatMap(word -> Stream.of(
                        Optional.<Custody>empty(), Optional.of(Custody.TAKEN_OVER), Optional.of(Custody.RETURNED))
                .flatMap(custody -> Stream.of(WARD, SHELTER, DEBTS)
                        .filter(custodian -> !custodian.equals(SHELTER) || MAY_HAVE.contains(from))
                        .map(custodian -> new Cell(from, word, custody, custodian)))));
    }

    private static Stream<String> words() {
        return Stream.of(TaskStatus.values()).map(TaskStatus::code);
    }

    @Test
    void coversEveryStatusEveryWordAndEveryCustodian() {
        assertThat(cells().count()).isEqualTo(12 * 12 * 3 * 2 + 3 * 12 * 3);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void custodyMovesOnlyToWhoMayHaveItAndEachMoveIsTold(Cell cell) {
        State before = state(cell.from(), cell.custodian());
        Answer answer = new Answer(cell.word(), Optional.of("geen-plek"), cell.custody());
        Step<Change> step = loop.answered(before, SHELTER_TASK, SHELTER, answer);
        Step<Change> plain =
                loop.answered(before, SHELTER_TASK, SHELTER, new Answer(cell.word(), Optional.of("geen-plek")));
        PartnerId expected = expected(cell, plain);
        State after = step.fold(Change::after, problem -> before);
        assertThat(after.custodian()).isEqualTo(expected);
        assertSound(after);
        List<String> custodyTold = told(step).stream()
                .filter(tell -> tell.partner().equals(WARD))
                .flatMap(tell -> tell.reason().stream())
                .filter(reason -> reason.startsWith("custody-"))
                .toList();
        assertThat(custodyTold)
                .containsExactlyElementsOf(
                        expected.equals(cell.custodian())
                                ? List.of()
                                : List.of(expected.equals(WARD) ? "custody-returned" : "custody-taken-over"));
        assertThat(told(step)).allMatch(tell -> tell.partner().equals(WARD));
    }

    private static PartnerId expected(Cell cell, Step<Change> plain) {
        boolean same = cell.word().equals(cell.from());
        boolean said = plain instanceof Step.Next || (same && cell.custody().isPresent());
        boolean takes = cell.custody().equals(Optional.of(Custody.TAKEN_OVER));
        if (cell.custodian().equals(SHELTER)) {
            boolean gives = cell.custody().equals(Optional.of(Custody.RETURNED));
            return said && (gives || !MAY_HAVE.contains(cell.word())) ? WARD : SHELTER;
        }
        boolean may = MAY_TAKE.contains(cell.from()) && MAY_TAKE.contains(cell.word()) && said;
        return takes && may && cell.custodian().equals(WARD) ? SHELTER : cell.custodian();
    }

    @Test
    void takingOverWhileBeginningIsOneWord() {
        Change change = change(say(state("accepted", WARD), "in-progress", Custody.TAKEN_OVER));
        assertThat(change.after().custodian()).isEqualTo(SHELTER);
        assertThat(change.tells())
                .containsExactly(new Tell(WARD, SHELTER_TASK, "in-progress", Optional.of("custody-taken-over")));
    }

    @Test
    void theSameWordAgainChangesAndTellsNothing() {
        State taken = change(say(state("accepted", WARD), "accepted", Custody.TAKEN_OVER))
                .after();
        assertThat(change(say(taken, "accepted", Custody.TAKEN_OVER))).isEqualTo(new Change(taken, List.of()));
    }

    /** A program that sends back the whole task as it read it says the word again beside whatever it says now. */
    @Test
    void theWordThatWasReadAndComesBackIsNoHindrance() {
        State taken = state("in-progress", SHELTER);
        assertThat(change(say(taken, "completed", Custody.TAKEN_OVER)).after().custodian())
                .isEqualTo(SHELTER);
        Change failed = change(say(taken, "failed", Custody.TAKEN_OVER));
        assertThat(failed.after().custodian()).isEqualTo(WARD);
        assertThat(failed.tells())
                .containsExactly(
                        new Tell(WARD, SHELTER_TASK, "failed", Optional.of("geen-plek")),
                        new Tell(WARD, SHELTER_TASK, "failed", Optional.of("custody-returned")));
    }

    @Test
    void aSecondOneHearsThatAnotherHasTheClientAndNotWho() {
        State taken = state("accepted", DEBTS);
        Problem problem = problem(say(taken, "accepted", Custody.TAKEN_OVER));
        assertThat(problem.code()).isEqualTo(ProblemCode.CUSTODY_ELSEWHERE);
        assertThat(problem.sentence() + problem.seen() + problem.expected() + problem.place())
                .doesNotContain(DEBTS.value(), WARD.value());
    }

    @Test
    void whoHasNotAcceptedLearnsNothingOfOthers() {
        for (PartnerId custodian : List.of(WARD, DEBTS)) {
            Problem problem = problem(say(state("requested", custodian), "accepted", Custody.TAKEN_OVER));
            assertThat(problem).isEqualTo(problem(say(state("requested", WARD), "accepted", Custody.TAKEN_OVER)));
            assertThat(problem.code()).isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
            assertThat(problem.seen()).hasValue("requested with custody-taken-over");
        }
    }

    @Test
    void onlyWhoHasTheClientGivesThemBack() {
        for (PartnerId custodian : List.of(WARD, DEBTS)) {
            assertThat(problem(say(state("accepted", custodian), "accepted", Custody.RETURNED))
                            .code())
                    .isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
        }
        assertThat(loop.answered(
                        state("accepted", SHELTER),
                        SHELTER_TASK,
                        DEBTS,
                        new Answer("accepted", Optional.empty(), Optional.of(Custody.RETURNED))))
                .isEqualTo(Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
    }

    @ParameterizedTest
    @EnumSource(Custody.class)
    void aSenderThatIsAskedItselfHasTheClientAlready(Custody word) {
        TaskState own = new TaskState(SHELTER_TASK, WARD, Optional.of(Need.SHELTER), "accepted", Optional.empty());
        State state = new State("accepted", WARD, WARD, Optional.of(DAY), List.of(own));
        Step<Change> step =
                loop.answered(state, SHELTER_TASK, WARD, new Answer("accepted", Optional.empty(), Optional.of(word)));
        assertThat(step.fold(Change::after, problem -> state)).isEqualTo(state);
        assertThat(told(step)).isEmpty();
    }

    @Test
    void aStayThatDoesNotEndLeavesTheClientWithTheSender() {
        Change held = change(loop.dischargeCancelled(state("in-progress", SHELTER)));
        assertThat(held.after().custodian()).isEqualTo(WARD);
        assertThat(held.tells()).contains(new Tell(WARD, SHELTER_TASK, "on-hold", Optional.of("custody-returned")));
        State resumed = change(loop.exitDateSet(held.after(), DAY)).after();
        assertThat(resumed.custodian()).as("to take over is a word of its own").isEqualTo(WARD);
        assertThat(change(say(resumed, "in-progress", Custody.TAKEN_OVER))
                        .after()
                        .custodian())
                .isEqualTo(SHELTER);
    }

    @Test
    void aWithdrawalBringsTheClientBackUnlessWhatWasAskedIsFinished() {
        Change withdrawn = change(loop.withdrawn(state("accepted", SHELTER)));
        assertThat(withdrawn.after().custodian()).isEqualTo(WARD);
        assertThat(withdrawn.tells())
                .contains(new Tell(WARD, SHELTER_TASK, "cancelled", Optional.of("custody-returned")));
        Change finished = change(loop.withdrawn(state("completed", SHELTER)));
        assertThat(finished.after().custodian()).isEqualTo(SHELTER);
        assertThat(finished.tells()).extracting(Tell::partner).containsExactly(DEBTS);
    }

    @Test
    void theTableNamesBothWords() throws IOException {
        assertThat(TransitionConfiguration.reasons(Path.of("mappings/codes/custody.csv")))
                .isEqualTo(Stream.of(Custody.values()).map(Custody::code).collect(Collectors.toSet()));
    }

    /** One custodian: the sender, or a receiver whose task lets it have the client. */
    static void assertSound(State state) {
        assertThat(state.custodian().equals(state.sender())
                        || state.tasks().stream()
                                .anyMatch(task ->
                                        task.receiver().equals(state.custodian()) && MAY_HAVE.contains(task.status())))
                .as("%s", state)
                .isTrue();
    }

    private Step<Change> say(State state, String status, Custody custody) {
        return loop.answered(
                state, SHELTER_TASK, SHELTER, new Answer(status, Optional.of("geen-plek"), Optional.of(custody)));
    }

    private static State state(String shelter, PartnerId custodian) {
        return new State(
                "requested",
                WARD,
                custodian,
                Optional.of(DAY),
                List.of(
                        new TaskState(SHELTER_TASK, SHELTER, Optional.of(Need.SHELTER), shelter, Optional.empty()),
                        new TaskState(DEBTS_TASK, DEBTS, Optional.of(Need.DEBTS), "accepted", Optional.empty())));
    }

    private static List<Tell> told(Step<Change> step) {
        return step.fold(Change::tells, problem -> List.of());
    }

    private static Change change(Step<Change> step) {
        return step.fold(change -> change, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static Problem problem(Step<Change> step) {
        return step.fold(
                change -> {
                    throw new AssertionError("went on");
                },
                problem -> problem);
    }
}
