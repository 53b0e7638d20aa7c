package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway is ended in every named gap, and it and its database are killed at any moment, while wards, hospitals and a
 * prison send: nothing acknowledged is lost, nothing is delivered twice in effect, and no client's order is broken.
 *
 * <p>{@code -Dschakel.crash.seed=N} chooses the same faults, doors and counts again; {@code schakel.crash.rounds} (each gap at
 * each door so often; 0 for each gap once, at one door) and {@code schakel.crash.kills} make it longer,
 * {@code schakel.crash.accepted} heavier, {@code schakel.crash.gaps=g7,g9} ({@code none} for none) shorter;
 * {@code schakel.crash.minutes} ends it after so long, and judges what was done by then; and {@code schakel.crash.patience=5}
 * makes it more patient on a machine that is busy.
 */
@Tag("alone")
class CrashIT {
    private static final Map<CrashDoor, Integer> SENDERS =
            Map.of(CrashDoor.MLLP, 12, CrashDoor.FHIR, 6, CrashDoor.FILE, 2);
    private static final int ROUNDS = Integer.getInteger("schakel.crash.rounds", 0);
    private static final int KILLS = Integer.getInteger("schakel.crash.kills", 22);
    private static final Duration LONGEST = Duration.ofMinutes(Integer.getInteger("schakel.crash.minutes", 24 * 60));
    /** At least so many are accepted in a run of all faults. */
    private static final int ACCEPTED = Integer.getInteger("schakel.crash.accepted", 10_500);
    /** Of so many random kills one is of the gateway; the others are of its database. */
    private static final int GATEWAY_ONE_IN = 5;

    private static final int BROKERS_LOST = ROUNDS == 0 && KILLS < 100 ? 1 : 5;
    /** New referrals for each fault; of them so many at the hospital's door, and the rest at the ward's. */
    private static final int FEWEST = 40;

    private static final double AT_HOSPITAL = 0.3;
    /** What is under way when its worker dies for the third time is parked, and rightly. */
    private static final int DEATHS = 2;

    private static final Duration RECOVERY = CrashScene.RECOVERY;
    private static final Duration SETTLING = RECOVERY.multipliedBy(4);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("schakel.crash.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Random random = new Random(seed);
    private final List<Map<String, Object>> faults = new ArrayList<>();
    private CrashRun run;
    private CrashScene scene;
    private int share;
    private int deaths;

    /** One thing that is done to the gateway. */
    private sealed interface Strike {
        /** At any moment. */
        record Kill(CrashScene.Fault fault) implements Strike {}

        /** In this gap, with a message of this door under way. */
        record Gap(CrashGap gap, CrashDoor door) implements Strike {}
    }

    @BeforeEach
    void open() throws IOException {
        run = CrashRun.open("crash", folder);
        scene = run.scene();
    }

    @AfterEach
    void close() throws IOException {
        run.close();
    }

    @Test
    void whatWasAcknowledgedArrivesOnceAndInOrderWhateverIsKilled() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        List<Strike> plan = plan();
        share = Math.max(FEWEST, ACCEPTED / plan.size());
        System.out.println("crash test, seed " + seed + ", " + plan.size() + " faults");
        run.start(seed, SENDERS);
        for (Strike strike : plan) {
            if (strike instanceof Strike.Gap gap) {
                halt(gap);
            } else if (strike instanceof Strike.Kill kill) {
                kill(kill.fault());
            }
            if (System.nanoTime() - begin > LONGEST.toNanos()) {
                break;
            }
        }
        quiet();
        run.end();
        judge(plan.size());
    }

    private List<Strike> plan() {
        List<Strike> plan = new ArrayList<>();
        for (CrashGap gap : CrashGap.chosen(System.getProperty("schakel.crash.gaps", ""))) {
            List<CrashDoor> doors = new ArrayList<>(gap.doors());
            Collections.shuffle(doors, random);
            doors.subList(0, ROUNDS == 0 ? 1 : doors.size())
                    .forEach(door -> plan.addAll(Collections.nCopies(Math.max(1, ROUNDS), new Strike.Gap(gap, door))));
        }
        if (KILLS > 0) {
            kills(plan);
        }
        Collections.shuffle(plan, random);
        return plan;
    }

    private static void kills(List<Strike> plan) {
        int gateways = Math.max(2, KILLS / GATEWAY_ONE_IN - BROKERS_LOST);
        plan.addAll(Collections.nCopies(gateways / 2, new Strike.Kill(CrashScene.Fault.GATEWAY_KILLED)));
        plan.addAll(Collections.nCopies(
                gateways - gateways / 2, new Strike.Kill(CrashScene.Fault.GATEWAY_KILLED_WHILE_STARTING)));
        plan.addAll(
                Collections.nCopies(BROKERS_LOST, new Strike.Kill(CrashScene.Fault.GATEWAY_KILLED_AND_BROKER_LOST)));
        plan.addAll(Collections.nCopies(
                Math.max(1, KILLS - gateways - BROKERS_LOST), new Strike.Kill(CrashScene.Fault.DATABASE_KILLED)));
    }

    private void halt(Strike.Gap strike) throws IOException, InterruptedException {
        if (ROUNDS > 0) {
            // What is under way elsewhere must not pass the gap in place of what is meant.
            quiet();
        }
        mayDie(1);
        int accepted = run.journal().acknowledged();
        scene.arm(strike.gap(), strike.gap().isRare() ? 1 : 1 + random.nextInt(2));
        run.allow(strike.door(), 4);
        scene.struck(strike.gap());
        recovered(strike.gap() + ", " + strike.door(), accepted, System.nanoTime(), share);
    }

    private void kill(CrashScene.Fault fault) throws IOException, InterruptedException {
        if (fault != CrashScene.Fault.DATABASE_KILLED) {
            mayDie(fault == CrashScene.Fault.GATEWAY_KILLED_WHILE_STARTING ? 2 : 1);
        }
        int accepted = run.journal().acknowledged();
        allow(share / 2);
        run.allow(CrashDoor.FILE, 1);
        awaitMoment(accepted);
        scene.strike(fault);
        recovered(fault.toString(), accepted, System.nanoTime(), share - share / 2);
    }

    private void allow(int more) {
        int atHospital = (int) (more * AT_HOSPITAL);
        run.allow(CrashDoor.FHIR, atHospital);
        run.allow(CrashDoor.MLLP, more - atHospital);
    }

    private void mayDie(int times) {
        if (deaths + times > DEATHS) {
            quiet();
        }
        deaths += times;
    }

    private void quiet() {
        await().atMost(SETTLING).pollInterval(Duration.ofMillis(100)).until(() -> {
            scene.isAlive();
            return run.isIdle() && scene.isQuiet();
        });
        deaths = 0;
    }

    /** Some faults come at a number of accepts, some at a number of deliveries. */
    private void awaitMoment(int accepts) {
        int deliveries = scene.proxy().answered();
        boolean byDeliveries = random.nextBoolean();
        int more = 1 + random.nextInt(share / 2 - 5);
        await().atMost(SETTLING).pollInterval(Duration.ofMillis(2)).until(() -> {
            scene.isAlive();
            return byDeliveries
                    ? scene.proxy().answered() >= deliveries + more
                    : run.journal().acknowledged() >= accepts + more;
        });
    }

    /**
     * @param struck for the gateway its last start, for the database its end
     * @param waiting new referrals that wait for the end of the fault
     */
    private void recovered(String fault, int accepted, long struck, int waiting) {
        allow(waiting);
        await().atMost(RECOVERY.multipliedBy(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    scene.isAlive();
                    return run.journal().firstAcceptAfter(struck).isPresent();
                });
        long millis = Duration.ofNanos(run.journal().firstAcceptAfter(struck).orElseThrow() - struck)
                .toMillis();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("fault", fault);
        line.put("accepted", accepted);
        line.put("recoveryMillis", millis);
        faults.add(line);
        System.out.println("crash test, " + faults.size() + " " + line + " at " + run.seconds() + " s");
    }

    private void judge(int planned) throws IOException {
        CrashVerdict verdict =
                run.verdict(Map.of("seed", seed, "planned", planned, "struck", faults.size(), "faults", faults));
        CrashJournal journal = run.journal();
        int parked = scene.backlog().path("parked").asInt(-1);
        System.out.println("crash test, " + journal.acknowledged() + " acknowledged in " + journal.attempts()
                + " attempts, " + faults.size() + " faults in " + run.seconds() + " s, " + verdict.repeats()
                + " repeated deliveries, " + parked + " parked, other answers " + journal.otherAnswers());

        assertThat(verdict.findings().stream().limit(20)).isEmpty();
        assertThat(journal.acknowledged()).isEqualTo(run.made());
        assertThat(run.strangeAnswers()).isEmpty();
        assertThat(parked).isZero();
        assertThat(faults)
                .allSatisfy(
                        fault -> assertThat((Long) fault.get("recoveryMillis")).isLessThan(RECOVERY.toMillis()));
        if (faults.size() == planned && share > FEWEST) {
            assertThat(journal.acknowledged()).isGreaterThanOrEqualTo(ACCEPTED - share);
        }
    }
}
