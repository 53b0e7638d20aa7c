package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway is ended in every named gap, and it and its database are killed at any moment, while a ward, a hospital and a
 * prison send: nothing acknowledged is lost, nothing is delivered twice in effect, and no client's order is broken.
 *
 * <p>{@code -Dschakel.crash.seed=N} chooses the same faults, doors and counts again; {@code schakel.crash.rounds} (each gap at
 * each door so often; 0 for each gap once, at one door) and {@code schakel.crash.kills} make it longer,
 * {@code schakel.crash.gaps=g7,g9} shorter, and {@code schakel.crash.patience=5} more patient on a machine that is busy.
 */
class CrashIT {
    private static final Map<CrashDoor, Integer> SENDERS =
            Map.of(CrashDoor.MLLP, 4, CrashDoor.FHIR, 2, CrashDoor.FILE, 2);
    private static final int ROUNDS = Integer.getInteger("schakel.crash.rounds", 0);
    private static final int KILLS = Integer.getInteger("schakel.crash.kills", 22);
    /** Of so many random kills one is of the gateway; the others are of its database. */
    private static final int GATEWAY_ONE_IN = 5;

    private static final int BROKERS_LOST = ROUNDS == 0 ? 1 : 5;
    /** New referrals around each fault, and those that wait for its end. */
    private static final int BEFORE = 40;

    private static final int AFTER = 10;
    private static final Duration RECOVERY = CrashScene.RECOVERY;
    /** The third attempt at a partner comes two minutes after the second. */
    private static final Duration SETTLING = RECOVERY.multipliedBy(4);
    /** "Not now" is a fair answer while the database is away; anything else is not. */
    private static final Set<String> LATER =
            Set.of("AE SCH-7001", "AE SCH-7002", "HTTP 503 SCH-7001", "HTTP 503 SCH-7002", "HTTP 429 SCH-7002");

    @TempDir
    Path folder;

    private final long seed = Long.getLong("schakel.crash.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Random random = new Random(seed);
    private final CrashLoad load = new CrashLoad();
    private final List<Map<String, Object>> faults = new ArrayList<>();
    private CrashScene scene;
    private CrashJournal journal;

    /** One thing that is done to the gateway. */
    private sealed interface Strike {
        /** At any moment. */
        record Kill(CrashScene.Fault fault) implements Strike {}

        /** In this gap, with a message of this door under way. */
        record Gap(CrashGap gap, CrashDoor door) implements Strike {}
    }

    @BeforeEach
    void open() throws IOException {
        journal = new CrashJournal(Path.of("target", "crash-journal.log"));
        scene = CrashScene.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        load.abandon();
        try {
            scene.leaveTraces("crash");
        } finally {
            scene.close();
            journal.close();
        }
    }

    @Test
    void whatWasAcknowledgedArrivesOnceAndInOrderWhateverIsKilled() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        List<Strike> plan = plan();
        System.out.println("crash test, seed " + seed + ", " + plan.size() + " faults");
        scene.start();
        load.start(SENDERS, journal, seed, scene.home(), scene.ports());
        for (Strike strike : plan) {
            if (strike instanceof Strike.Gap gap) {
                halt(gap);
            } else if (strike instanceof Strike.Kill kill) {
                kill(kill.fault());
            }
        }
        load.finish();
        await().atMost(RECOVERY).until(load::finished);
        judge(scene.settled(SETTLING), Duration.ofNanos(System.nanoTime() - begin));
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
        int accepted = journal.acknowledged();
        if (ROUNDS > 0 || strike.gap().isOfWorker()) {
            // What is under way elsewhere must not pass the gap in place of what is meant, nor meet its third death
            // there.
            await().atMost(SETTLING).pollInterval(Duration.ofMillis(50)).until(scene::isQuiet);
        }
        scene.arm(strike.gap(), strike.gap().isRare() ? 1 : 1 + random.nextInt(2));
        load.allow(strike.door(), 4);
        scene.struck(strike.gap());
        recovered(strike.gap() + ", " + strike.door(), accepted, System.nanoTime());
    }

    private void kill(CrashScene.Fault fault) throws IOException, InterruptedException {
        int accepted = journal.acknowledged();
        load.allow(CrashDoor.MLLP, BEFORE);
        load.allow(CrashDoor.FHIR, BEFORE / 8);
        load.allow(CrashDoor.FILE, 1);
        awaitMoment(accepted);
        scene.strike(fault);
        recovered(fault.toString(), accepted, System.nanoTime());
    }

    /** Some faults come at a number of accepts, some at a number of deliveries. */
    private void awaitMoment(int accepts) {
        int deliveries = scene.delivered();
        boolean byDeliveries = random.nextBoolean();
        int more = 1 + random.nextInt(BEFORE - 10);
        await().atMost(SETTLING).pollInterval(Duration.ofMillis(2)).until(() -> {
            scene.isAlive();
            return byDeliveries ? scene.delivered() >= deliveries + more : journal.acknowledged() >= accepts + more;
        });
    }

    /** @param struck for the gateway its last start, for the database its end */
    private void recovered(String fault, int accepted, long struck) {
        load.allow(CrashDoor.MLLP, AFTER);
        await().atMost(RECOVERY.multipliedBy(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    scene.isAlive();
                    return journal.firstAcceptAfter(struck).isPresent();
                });
        long millis = Duration.ofNanos(journal.firstAcceptAfter(struck).orElseThrow() - struck)
                .toMillis();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("fault", fault);
        line.put("accepted", accepted);
        line.put("recoveryMillis", millis);
        faults.add(line);
        System.out.println("crash test, " + faults.size() + " " + line);
    }

    private void judge(JsonNode backlog, Duration took) throws IOException {
        CrashVerdict verdict = CrashVerdict.of(journal.entries(), scene.received());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("seed", seed);
        run.put("seconds", took.toSeconds());
        run.put("acknowledged", journal.acknowledged());
        run.put("attempts", journal.attempts());
        run.put("unanswered", journal.unanswered());
        run.put("otherAnswers", journal.otherAnswers());
        run.put("backlog", backlog);
        run.put("faults", faults);
        verdict.write(Path.of("target", "crash-verdict.json"), run);
        System.out.println("crash test, " + journal.acknowledged() + " acknowledged in " + journal.attempts()
                + " attempts, " + faults.size() + " faults in " + took.toSeconds() + " s, " + verdict.repeats()
                + " repeated deliveries, other answers " + journal.otherAnswers());

        assertThat(verdict.findings().stream().limit(20)).isEmpty();
        assertThat(journal.acknowledged()).isEqualTo(load.made());
        assertThat(LATER).containsAll(journal.otherAnswers().keySet());
        assertThat(backlog.path("parked").asInt(-1)).isZero();
        assertThat(faults)
                .allSatisfy(
                        fault -> assertThat((Long) fault.get("recoveryMillis")).isLessThan(RECOVERY.toMillis()));
    }
}
