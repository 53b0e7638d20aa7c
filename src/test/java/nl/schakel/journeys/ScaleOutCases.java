package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two and three gateways over one database and one broker outside: each is killed while wards and hospitals send to all of
 * them. Nothing acknowledged is lost, nothing is delivered twice in effect, no client's order is broken, and all work.
 *
 * <p>{@code -Dschakel.scaleout.seed=N} chooses the same moments again, {@code schakel.scaleout.messages} how many are sent
 * around each kill.
 */
abstract class ScaleOutCases {
    private static final Map<CrashDoor, Integer> SENDERS = Map.of(CrashDoor.MLLP, 4, CrashDoor.FHIR, 2);
    private static final int MESSAGES = Integer.getInteger("schakel.scaleout.messages", 120);
    private static final Duration RECOVERY = CrashScene.RECOVERY;
    private static final Duration SETTLING = RECOVERY.multipliedBy(4);
    /** How often this process took a connection to the database, which it does for each thing it does. */
    private static final String WORK = "hikaricp_connections_usage_seconds_count";

    @TempDir
    Path folder;

    private final long seed = Long.getLong("schakel.scaleout.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Random random = new Random(seed);
    private final List<Map<String, Object>> kills = new ArrayList<>();
    private CrashJournal journal;
    private Fleet fleet;
    private CrashLoad load;

    @BeforeEach
    void open() throws Exception {
        Supply supply = supply(folder);
        journal = new CrashJournal(Path.of("target", "scale-out-journal.log"));
        fleet = Fleet.over(supply, folder);
    }

    /** The database and the broker; an assumption that fails where there can be none. */
    abstract Supply supply(Path in) throws Exception;

    @AfterEach
    void close() throws Exception {
        if (fleet == null) {
            return;
        }
        if (load != null) {
            load.abandon();
        }
        fleet.close();
        journal.close();
    }

    @Test
    void gatewaysShareTheWorkAndAnyOneMayDie() throws Exception {
        System.out.println("scale-out, seed " + seed);
        fleet.add();
        fleet.add();
        send();
        killEach(2);
        int third = fleet.add();
        load.finish();
        send();
        killEach(3);
        accepted(MESSAGES);
        load.finish();
        await().atMost(RECOVERY).until(load::finished);
        fleet.settled(SETTLING);

        CrashVerdict verdict = CrashVerdict.of(journal.entries(), fleet.received());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("seed", seed);
        run.put("acknowledged", journal.acknowledged());
        run.put("kills", kills);
        run.put("otherAnswers", journal.otherAnswers());
        verdict.write(Path.of("target", "scale-out-verdict.json"), run);
        System.out.println("scale-out, " + run);
        assertThat(verdict.findings().stream().limit(20)).isEmpty();
        assertThat(fleet.metric(third, WORK)).as("work of the third").isGreaterThan(MESSAGES);
    }

    /** Senders who know the gateways that are there now. */
    private void send() {
        if (load != null) {
            await().atMost(RECOVERY).until(load::finished);
        }
        int before = load == null ? 0 : load.clients();
        load = new CrashLoad(before);
        load.start(SENDERS, journal, seed + before, fleet::line);
    }

    private void killEach(int number) throws InterruptedException, IOException {
        for (int i = 0; i < number; i++) {
            accepted(random.nextInt(MESSAGES / 2) + 10);
            int before = journal.acknowledged();
            long struck = System.nanoTime();
            fleet.gateway(i).kill();
            accepted(MESSAGES);
            long millis = Duration.ofNanos(journal.firstAcceptAfter(struck).orElseThrow() - struck)
                    .toMillis();
            fleet.gateway(i).start();
            kills.add(Map.of(
                    "of", number, "killed", i, "accepted", before, "withoutIt", MESSAGES, "firstAcceptMillis", millis));
        }
    }

    /** Lets so many be sent, and returns when all are accepted. */
    private void accepted(int more) {
        int target = journal.acknowledged() + more;
        load.allow(CrashDoor.MLLP, more - more / 4);
        load.allow(CrashDoor.FHIR, more / 4);
        await().atMost(RECOVERY).pollInterval(Duration.ofMillis(10)).until(() -> journal.acknowledged() >= target);
    }
}
