package nl.schakel.transition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closed loop, cell by cell. */
class TransitionTest {
    private static final PartnerId WARD = new PartnerId("ggz-noord");
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");
    private static final PartnerId SHELTER = new PartnerId("opvang-demo");
    private static final PartnerId DEBTS = new PartnerId("schuldhulp-demo");
    private static final UUID DESK_TASK = new UUID(0, 1);
    private static final UUID SHELTER_TASK = new UUID(0, 2);
    private static final UUID DEBTS_TASK = new UUID(0, 3);
    private static final LocalDate DAY = LocalDate.of(2026, 7, 10);
    private static final List<String> WORDS =
            Stream.of(TaskStatus.values()).map(TaskStatus::code).toList();

    private final Transition loop = new Transition(Set.of("geen-plek", "client-wil-niet"));

    /**
     * Task status, then per word of FHIR: {@code c} changes, {@code r} changes with a known reason and is refused
     * without, {@code .} is refused. Columns in the order of {@link #WORDS}.
     */
    private static final String TABLE = """
            draft            ............
            requested        ..ccr.......
            received         ...cr.......
            accepted         ....r..c....
            rejected         ............
            ready            ............
            cancelled        ............
            in-progress      .........rc.
            on-hold          ....r.......
            failed           ............
            completed        ............
            entered-in-error ............
            """;

    record Cell(String from, String word, char verdict) {}

    static Stream<Cell> cells() {
        return TABLE.lines().flatMap(line -> {
            String[] columns = line.split(" +");
            return java.util.stream.IntStream.range(0, WORDS.size())
                    .mapToObj(i -> new Cell(columns[0], WORDS.get(i), columns[1].charAt(i)));
        });
    }

    @Test
    void coversEveryStatusAndEveryWord() {
        assertThat(cells().count()).isEqualTo(144);
        assertThat(cells().map(Cell::from).distinct()).containsExactlyElementsOf(WORDS);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void answersTheReceiverAsTheTableSays(Cell cell) {
        State before = state(cell.from());
        for (Optional<String> reason :
                List.of(Optional.<String>empty(), Optional.of("geen-plek"), Optional.of("because"))) {
            Step<Change> step = answer(before, SHELTER, cell.word(), reason);
            boolean known = reason.equals(Optional.of("geen-plek"));
            if (cell.verdict() == '.') {
                assertThat(code(step)).isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
            } else if (cell.verdict() == 'r' && !known) {
                assertThat(code(step)).isEqualTo(ProblemCode.REASON_MISSING);
            } else {
                Optional<String> kept = cell.verdict() == 'r' ? reason : Optional.empty();
                assertThat(change(step).tells()).containsExactly(new Tell(WARD, SHELTER_TASK, cell.word(), kept));
                assertThat(status(change(step), SHELTER_TASK)).isEqualTo(cell.word());
                assertThat(others(change(step).after())).isEqualTo(others(before));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    @Guards(Threat.T07)
    void hidesTheTaskFromEverybodyElse(Cell cell) {
        State before = state(cell.from());
        for (PartnerId other : List.of(WARD, DESK, DEBTS, new PartnerId("stranger"))) {
            assertThat(problem(answer(before, other, cell.word(), Optional.of("geen-plek"))))
                    .isEqualTo(Problem.of(ProblemCode.NOT_FOUND));
        }
        assertThat(problem(loop.answered(
                        before, new UUID(9, 9), SHELTER, new Answer(cell.word(), Optional.of("geen-plek")))))
                .isEqualTo(Problem.of(ProblemCode.NOT_FOUND));
    }

    @Test
    void refusesAWordThatIsNoStatusWithoutRepeatingIt() {
        Problem problem = problem(answer(state("requested"), SHELTER, "Jan Jansen", Optional.empty()));
        assertThat(problem.code()).isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
        assertThat(problem.sentence()).doesNotContain("Jansen").contains("received, accepted, rejected");
    }

    @Test
    void namesTheReasonsThatAreKnown() {
        assertThat(problem(answer(state("requested"), SHELTER, "rejected", Optional.empty()))
                        .expected())
                .contains("client-wil-niet, geen-plek");
    }

    @ParameterizedTest(name = "{0} on a cancelled discharge: {1}")
    @CsvSource({
        "requested, on-hold, discharge-cancelled-while-requested",
        "received, on-hold, discharge-cancelled-while-received",
        "accepted, on-hold, discharge-cancelled-while-accepted",
        "in-progress, on-hold, discharge-cancelled-while-in-progress"
    })
    void holdsEveryOpenTaskTellsItsReceiverAndTakesItUpAgain(String from, String to, String reason) {
        Change held = change(loop.dischargeCancelled(state(from)));
        assertThat(held.after().exitDate()).isEmpty();
        assertThat(held.after().status()).isEqualTo("on-hold");
        assertThat(held.tells())
                .containsExactly(
                        new Tell(DESK, DESK_TASK, "on-hold", Optional.of("discharge-cancelled-while-received")),
                        new Tell(SHELTER, SHELTER_TASK, to, Optional.of(reason)),
                        new Tell(DEBTS, DEBTS_TASK, "on-hold", Optional.of("discharge-cancelled-while-requested")));
        Change resumed = change(loop.exitDateSet(held.after(), DAY.plusDays(3)));
        assertThat(resumed.after().exitDate()).contains(DAY.plusDays(3));
        assertThat(resumed.tells())
                .containsExactly(
                        new Tell(DESK, DESK_TASK, "received", Optional.empty()),
                        new Tell(SHELTER, SHELTER_TASK, from, Optional.empty()),
                        new Tell(DEBTS, DEBTS_TASK, "requested", Optional.empty()));
        assertThat(resumed.after().tasks()).isEqualTo(state(from).tasks());
    }

    @ParameterizedTest
    @CsvSource({"draft", "rejected", "ready", "cancelled", "on-hold", "failed", "completed", "entered-in-error"})
    void leavesATaskThatIsNotOpenAloneWhenTheDischargeIsCancelled(String from) {
        Change held = change(loop.dischargeCancelled(state(from)));
        assertThat(status(held, SHELTER_TASK)).isEqualTo(from);
        assertThat(held.tells()).extracting(Tell::partner).containsExactly(DESK, DEBTS);
    }

    @Test
    void saysNothingTwiceWhenADischargeIsCancelledTwice() {
        State held = change(loop.dischargeCancelled(state("accepted"))).after();
        assertThat(change(loop.dischargeCancelled(held))).isEqualTo(new Change(held, List.of()));
    }

    @Test
    void doesNotReviveWhatWasRejectedOnHold() {
        State held = change(loop.dischargeCancelled(state("requested"))).after();
        State rejected = change(answer(held, SHELTER, "rejected", Optional.of("geen-plek")))
                .after();
        Change resumed = change(loop.exitDateSet(rejected, DAY));
        assertThat(status(resumed, SHELTER_TASK)).isEqualTo("rejected");
        assertThat(resumed.tells()).extracting(Tell::partner).containsExactly(DESK, DEBTS);
    }

    @ParameterizedTest
    @CsvSource({"-5", "5"})
    void movesTheExitDateEarlierOrLaterAndTellsWhoHasItOpen(int days) {
        Change moved = change(loop.exitDateSet(state("accepted"), DAY.plusDays(days)));
        assertThat(moved.after().exitDate()).contains(DAY.plusDays(days));
        assertThat(moved.after().tasks()).isEqualTo(state("accepted").tasks());
        assertThat(moved.tells())
                .containsExactly(
                        new Tell(DESK, DESK_TASK, "received", Optional.of("exit-date-changed")),
                        new Tell(SHELTER, SHELTER_TASK, "accepted", Optional.of("exit-date-changed")),
                        new Tell(DEBTS, DEBTS_TASK, "requested", Optional.of("exit-date-changed")));
    }

    @Test
    void tellsNobodyOfTheSameExitDateAndNotWhoHasRejected() {
        State rejected = state("rejected");
        assertThat(change(loop.exitDateSet(rejected, DAY)).tells()).isEmpty();
        assertThat(change(loop.exitDateSet(rejected, DAY.plusDays(1))).tells())
                .extracting(Tell::partner)
                .containsExactly(DESK, DEBTS);
    }

    @Test
    void keepsADraftThatHasAnExitDateOnlyUntilItIsOpened() {
        State draft = new State("draft", WARD, WARD, Optional.empty(), List.of());
        State dated = change(loop.exitDateSet(draft, DAY)).after();
        assertThat(dated).isEqualTo(new State("draft", WARD, WARD, Optional.of(DAY), List.of()));
        assertThat(change(loop.dischargeCancelled(dated)).after()).isEqualTo(draft);
    }

    @Test
    void opensADraftOnce() {
        TaskState task = new TaskState(SHELTER_TASK, SHELTER, Optional.of(Need.SHELTER), "requested", Optional.empty());
        State draft = new State("draft", WARD, WARD, Optional.of(DAY), List.of(task));
        State open = change(loop.opened(draft)).after();
        assertThat(open).isEqualTo(new State("requested", WARD, WARD, Optional.of(DAY), List.of(task)));
        for (String status : WORDS) {
            State again = new State(status, WARD, WARD, Optional.of(DAY), List.of(task));
            assertThat(code(loop.opened(again)))
                    .isEqualTo(status.equals("draft") ? null : ProblemCode.TRANSITION_ILLEGAL);
        }
        State answered = new State(
                "draft", WARD, WARD, Optional.of(DAY), state("accepted").tasks());
        assertThat(code(loop.opened(answered))).isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
    }

    @ParameterizedTest(name = "desk {0}, shelter {1}, debts {2}: {3}")
    @CsvSource({
        "requested, requested, requested, requested",
        "accepted, requested, requested, requested",
        "accepted, received, requested, received",
        "requested, accepted, rejected, accepted",
        "requested, rejected, rejected, rejected",
        "requested, rejected, requested, requested",
        "requested, in-progress, on-hold, on-hold",
        "requested, in-progress, accepted, in-progress",
        "requested, completed, rejected, completed"
    })
    void saysInOneWordWhatItsTasksComeTo(String desk, String shelter, String debts, String overall) {
        assertThat(Overall.of(state(desk, shelter, debts).tasks())).isEqualTo(overall);
    }

    /** Any sequence of events from any actor: one custodian, the same tasks, only words of FHIR, tells that are true. */
    @Test
    void keepsOneCustodianAndEveryTaskWhateverHappens() {
        long seed = Long.getLong("schakel.seed", System.nanoTime());
        System.out.println("TransitionTest seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            State state = state("requested", "requested", "requested");
            for (int event = 0; event < 30; event++) {
                Step<Change> step = random(state, random);
                State before = state;
                state = step.fold(Change::after, problem -> before);
                String where = "seed %d run %d event %d".formatted(seed, run, event);
                HandoverTest.assertSound(state);
                assertThat(ids(state)).as(where).isEqualTo(ids(before));
                assertThat(WORDS).as(where).containsAll(statuses(state)).contains(state.status());
                assertThat(step.fold(Change::tells, problem -> List.<Tell>of()))
                        .as(where)
                        .allMatch(tell -> WORDS.contains(tell.status()));
            }
        }
    }

    private Step<Change> random(State state, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> loop.exitDateSet(state, DAY.plusDays(random.nextInt(9) - 4L));
            case 1 -> loop.dischargeCancelled(state);
            case 2 -> random.nextInt(9) == 0 ? loop.withdrawn(state) : Step.next(new Change(state, List.of()));
            default -> {
                TaskState task = state.tasks().get(random.nextInt(3));
                PartnerId by = random.nextInt(4) == 0 ? WARD : task.receiver();
                Optional<String> reason = random.nextBoolean() ? Optional.of("geen-plek") : Optional.empty();
                Optional<Custody> custody = List.of(
                                Optional.<Custody>empty(),
                                Optional.of(Custody.TAKEN_OVER),
                                Optional.of(Custody.RETURNED))
                        .get(random.nextInt(3));
                yield loop.answered(
                        state, task.id(), by, new Answer(WORDS.get(random.nextInt(WORDS.size())), reason, custody));
            }
        };
    }

    @Test
    void aReferralOfWhichNobodyCouldBeAskedFailsAndStaysWithItsSenderWhoIsTold() {
        State nobody = new State("requested", WARD, WARD, Optional.empty(), List.of());
        UUID request = UUID.randomUUID();
        assertThat(loop.unasked(nobody, request, "niet-bezorgd"))
                .isEqualTo(Step.next(new Change(
                        new State("failed", WARD, WARD, Optional.empty(), List.of()),
                        List.of(new Tell(WARD, request, "failed", Optional.of("niet-bezorgd"))))));
        State ended = new State("cancelled", WARD, WARD, Optional.empty(), List.of());
        assertThat(loop.unasked(ended, request, "niet-bezorgd")).isInstanceOf(Step.Stopped.class);
        assertThat(loop.unasked(state("requested"), request, "niet-bezorgd")).isInstanceOf(Step.Stopped.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "received"})
    void whatDidNotArriveFailsAndItsSenderIsTold(String status) {
        Step<Change> step = loop.undelivered(state(status), SHELTER_TASK, "geen-bsn");
        assertThat(step).isInstanceOfSatisfying(Step.Next.class, next -> {
            Change change = (Change) next.value();
            assertThat(task(change, SHELTER_TASK).status()).isEqualTo("failed");
            assertThat(task(change, SHELTER_TASK).reason()).hasValue("geen-bsn");
            assertThat(change.after().custodian()).isEqualTo(WARD);
            assertThat(change.tells())
                    .singleElement()
                    .satisfies(tell -> assertThat(tell.partner()).isEqualTo(WARD));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted", "in-progress", "rejected", "failed", "on-hold", "completed"})
    void aTaskThatSomebodyHasAnsweredDoesNotFailByAReturnMessage(String status) {
        assertThat(loop.undelivered(state(status), SHELTER_TASK, "anders")).isInstanceOf(Step.Stopped.class);
    }

    @Test
    void aBeginSaysThatItWasAcceptedToo() {
        Answer begun = new Answer("in-progress", Optional.empty());
        assertThat(loop.reported(state("requested"), SHELTER_TASK, SHELTER, begun))
                .isInstanceOfSatisfying(Step.Next.class, next -> {
                    Change change = (Change) next.value();
                    assertThat(task(change, SHELTER_TASK).status()).isEqualTo("in-progress");
                    assertThat(change.tells()).extracting("status").containsExactly("accepted", "in-progress");
                });
        assertThat(loop.reported(state("rejected"), SHELTER_TASK, SHELTER, begun))
                .isInstanceOf(Step.Stopped.class);
        assertThat(loop.reported(state("requested"), SHELTER_TASK, WARD, begun)).isInstanceOf(Step.Stopped.class);
    }

    private static TaskState task(Change change, UUID id) {
        return change.after().tasks().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsTheReasonsOfTheRepositoryInFourGroups() throws IOException {
        Path table = Path.of("mappings/codes/afwijsreden.csv");
        assertThat(TransitionConfiguration.reasons(table))
                .contains("geen-plek", "client-wil-niet")
                .hasSize(19);
        assertThat(Files.readAllLines(table).stream().skip(2).map(l -> l.split(",")[4]))
                .containsOnly("client", "provider", "capacity", "safety");
    }

    @Test
    void refusesATableOfReasonsThatIsNone(@TempDir Path folder) throws IOException {
        for (String text :
                List.of("", "source,target\n", "code,nl\nx,y\n", "source,target\na,A b\n", "source,target\na\n")) {
            Path table = Files.writeString(folder.resolve("reasons.csv"), text);
            assertThatThrownBy(() -> TransitionConfiguration.reasons(table)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void namesEveryReasonForHoldingInTheRepository() throws IOException {
        Set<String> table = TransitionConfiguration.reasons(Path.of("mappings/codes/hold-reasons.csv"));
        Set<String> used = Stream.of(TaskStatus.values())
                .filter(TaskStatus::isOpen)
                .map(s -> "discharge-cancelled-while-" + s.code())
                .collect(Collectors.toSet());
        assertThat(table).isEqualTo(used);
    }

    private static State state(String shelter) {
        return state("received", shelter, "requested");
    }

    private static State state(String desk, String shelter, String debts) {
        List<TaskState> tasks = new ArrayList<>();
        tasks.add(new TaskState(DESK_TASK, DESK, Optional.empty(), desk, Optional.empty()));
        tasks.add(new TaskState(SHELTER_TASK, SHELTER, Optional.of(Need.SHELTER), shelter, Optional.empty()));
        tasks.add(new TaskState(DEBTS_TASK, DEBTS, Optional.of(Need.DEBTS), debts, Optional.empty()));
        return new State("requested", WARD, WARD, Optional.of(DAY), tasks);
    }

    private Step<Change> answer(State state, PartnerId by, String word, Optional<String> reason) {
        return loop.answered(state, SHELTER_TASK, by, new Answer(word, reason));
    }

    private static List<TaskState> others(State state) {
        return state.tasks().stream().filter(t -> !t.id().equals(SHELTER_TASK)).toList();
    }

    private static String status(Change change, UUID task) {
        return change.after().tasks().stream()
                .filter(t -> t.id().equals(task))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private static List<UUID> ids(State state) {
        return state.tasks().stream().map(TaskState::id).toList();
    }

    private static List<String> statuses(State state) {
        return state.tasks().stream().map(TaskState::status).toList();
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

    private static ProblemCode code(Step<Change> step) {
        return step.fold(change -> null, Problem::code);
    }
}
