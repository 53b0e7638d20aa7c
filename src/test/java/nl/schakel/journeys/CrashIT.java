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
 * The gateway and its database are killed again and again while a ward sends: nothing acknowledged is lost, and nothing
 * is delivered twice in effect. {@code -Dschakel.crash.seed=N} chooses the same faults at the same counts again.
 */
class CrashIT {
    private static final int SENDERS = 6;
    private static final int REFERRALS = 1_000;
    /** New referrals around each fault, and those that wait for its end. */
    private static final int BEFORE = 100;

    private static final int AFTER = 10;
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(120);
    /** "Not now" is a fair answer while the database is away; anything else is not. */
    private static final Set<String> LATER = Set.of("AE SCH-7001", "AE SCH-7002");

    @TempDir
    Path folder;

    private final long seed = Long.getLong("schakel.crash.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Random random = new Random(seed);
    private final CrashLoad load = new CrashLoad();
    private final List<Map<String, Object>> faults = new ArrayList<>();
    private CrashScene scene;
    private CrashJournal journal;

    @BeforeEach
    void open() throws IOException {
        journal = new CrashJournal(Path.of("target", "crash-journal.log"));
        scene = CrashScene.open(folder.resolve("home"));
    }

    @AfterEach
    void close() throws IOException {
        load.abandon();
        scene.close();
        journal.close();
    }

    @Test
    void whatWasAcknowledgedArrivesOnceWhateverIsKilled() throws IOException, InterruptedException {
        System.out.println("crash test, seed " + seed);
        scene.start();
        load.start(SENDERS, journal, seed, scene.mllp());
        for (CrashScene.Fault fault : plan()) {
            load.allow(BEFORE);
            awaitMoment();
            strike(fault);
        }
        load.finish();
        await().atMost(RECOVERY).until(load::finished);
        judge(scene.settled(SETTLING));
    }

    /** Eight kills of the gateway, one while it starts, one with the loss of the broker, and three of its database. */
    private List<CrashScene.Fault> plan() {
        List<CrashScene.Fault> plan = new ArrayList<>();
        plan.addAll(Collections.nCopies(5, CrashScene.Fault.GATEWAY_KILLED));
        plan.add(CrashScene.Fault.GATEWAY_KILLED_WHILE_STARTING);
        plan.add(CrashScene.Fault.GATEWAY_KILLED_AND_BROKER_LOST);
        plan.addAll(Collections.nCopies(3, CrashScene.Fault.DATABASE_KILLED));
        Collections.shuffle(plan, random);
        return plan;
    }

    /** Some faults come at a number of accepts, some at a number of deliveries. */
    private void awaitMoment() {
        int accepts = journal.acknowledged();
        int deliveries = scene.delivered();
        boolean byDeliveries = random.nextBoolean();
        int more = 5 + random.nextInt(BEFORE - 20);
        await().atMost(SETTLING).pollInterval(Duration.ofMillis(2)).until(() -> {
            scene.isAlive();
            return byDeliveries ? scene.delivered() >= deliveries + more : journal.acknowledged() >= accepts + more;
        });
    }

    private void strike(CrashScene.Fault fault) throws IOException, InterruptedException {
        int accepted = journal.acknowledged();
        int delivered = scene.delivered();
        scene.strike(fault);
        // For the gateway this is its last start, for the database its end.
        long struck = System.nanoTime();
        load.allow(AFTER);
        await().atMost(RECOVERY.multipliedBy(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    scene.isAlive();
                    return journal.firstAcceptAfter(struck).isPresent();
                });
        long millis = Duration.ofNanos(journal.firstAcceptAfter(struck).orElseThrow() - struck)
                .toMillis();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("fault", fault.toString());
        line.put("accepted", accepted);
        line.put("delivered", delivered);
        line.put("recoveryMillis", millis);
        faults.add(line);
        System.out.println("crash test, " + line);
    }

    private void judge(JsonNode backlog) throws IOException {
        CrashVerdict verdict = CrashVerdict.of(journal.entries(), scene.received());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("seed", seed);
        run.put("acknowledged", journal.acknowledged());
        run.put("attempts", journal.attempts());
        run.put("unanswered", journal.unanswered());
        run.put("otherAnswers", journal.otherAnswers());
        run.put("backlog", backlog);
        run.put("faults", faults);
        verdict.write(Path.of("target", "crash-verdict.json"), run);
        System.out.println("crash test, " + journal.acknowledged() + " acknowledged in " + journal.attempts()
                + " attempts, " + verdict.repeats() + " repeated deliveries, other answers " + journal.otherAnswers());

        assertThat(verdict.findings().stream().limit(20)).isEmpty();
        assertThat(journal.acknowledged()).isEqualTo(load.made()).isGreaterThanOrEqualTo(REFERRALS);
        assertThat(LATER).containsAll(journal.otherAnswers().keySet());
        assertThat(backlog.path("parked").asInt(-1)).isZero();
        assertThat(faults)
                .allSatisfy(
                        fault -> assertThat((Long) fault.get("recoveryMillis")).isLessThan(RECOVERY.toMillis()));
    }
}
