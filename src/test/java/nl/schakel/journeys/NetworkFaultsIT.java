package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nl.schakel.demo.LyingPartner;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.ports.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One partner is down, slow, half open, cut off in the middle, or answers what is no answer: it gets everything once and in
 * order all the same, nobody needs to do anything, and the other partners notice nothing. Then the way to the database, which
 * stands elsewhere, is cut: nothing is accepted meanwhile, senders are told so, and all goes on by itself.
 *
 * <p>Some of the faults, chosen by the seed; {@code -Dschakel.crash.faults=all} for all of them. The numbers and the verdict
 * lie in {@code target/network-faults-verdict.json}.
 */
@Tag("alone")
class NetworkFaultsIT {
    private static final boolean ALL =
            System.getProperty("schakel.crash.faults", "").equals("all");
    private static final int SOME = 3;
    private static final int SOME_LIES = 2;
    private static final int SOME_OF_THE_DATABASE = 2;
    /** So often a fault is met before it ends: what is tried meanwhile must fail. */
    private static final int MET = 3;

    private static final List<Lie> LIES = List.of(
            new Lie("a page that says OK", 200, "text/html", "<html><title>OK</title></html>"),
            new Lie("a receipt for other bytes", 200, "application/json", "{\"sha256\":\"" + "0".repeat(64) + "\"}"),
            new Lie("not now", 503, "application/json", "{}"),
            new Lie("a failure in the middle", 500, "text/html", "<html>\u0000\u0001"));

    /** Its commits may succeed and their answers be lost. */
    private static final List<FaultProxy.Mode> OF_THE_DATABASE =
            List.of(FaultProxy.Mode.DOWN, FaultProxy.Mode.HALF_OPEN, FaultProxy.Mode.ANSWER_RESET);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("schakel.crash.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Random random = new Random(seed);
    private final Map<String, Object> recoveries = new LinkedHashMap<>();
    private EmbeddedPostgres postgres;
    private FaultProxy database;
    private CrashRun run;

    /** What something says that kept nothing. */
    private record Lie(String name, int status, String mediaType, String answer) {}

    @BeforeEach
    void start() throws IOException {
        System.out.println("network faults, seed " + seed);
        postgres = EmbeddedPostgres.start(folder.resolve("elsewhere"), Path.of("target", "postgres"));
        database = FaultProxy.start(FreePorts.one(), postgres.port());
        Map<String, String> elsewhere = Map.of(
                "schakel.journal.url", "jdbc:postgresql://127.0.0.1:" + database.port() + "/schakel",
                "schakel.journal.user", postgres.user(),
                "schakel.journal.password", postgres.password());
        CrashScene scene = CrashScene.open(folder.resolve("scene"), List.of(), List.of(), List.of(), elsewhere);
        run = CrashRun.open("network-faults", scene);
        run.start(seed);
    }

    @AfterEach
    void stop() throws IOException {
        run.close();
        database.close();
        postgres.close();
    }

    @Test
    void everythingArrivesOnceAndInOrderWhateverANetworkDoes() throws IOException {
        run.accepted(CrashDoor.MLLP, 4);
        run.quiet();
        for (FaultProxy.Mode mode : chosen(faults(), SOME)) {
            partnerAway(mode);
        }
        for (Lie lie : chosen(LIES, SOME_LIES)) {
            told(lie);
        }
        for (FaultProxy.Mode mode : chosen(OF_THE_DATABASE, SOME_OF_THE_DATABASE)) {
            databaseAway(mode);
        }
        CrashVerdict verdict = run.judge(Map.of("seed", seed, "recoveryMillis", recoveries));
        assertThat(verdict.findings()).isEmpty();
        assertThat(run.strangeAnswers()).isEmpty();
        assertThat(run.scene().backlog().path("parked").asInt(-1)).isZero();
    }

    private static List<FaultProxy.Mode> faults() {
        List<FaultProxy.Mode> all = new ArrayList<>(Arrays.asList(FaultProxy.Mode.values()));
        all.remove(FaultProxy.Mode.PASS);
        return all;
    }

    private <T> List<T> chosen(List<T> all, int some) {
        List<T> chosen = new ArrayList<>(all);
        Collections.shuffle(chosen, random);
        return ALL ? chosen : chosen.subList(0, some);
    }

    private void partnerAway(FaultProxy.Mode mode) {
        FaultProxy proxy = run.scene().proxy();
        proxy.mode(mode);
        othersAreServed(mode.toString());
        await().atMost(CrashScene.RECOVERY).until(() -> proxy.met() >= MET);
        proxy.mode(FaultProxy.Mode.PASS);
        recovered(mode.toString());
    }

    private void told(Lie lie) throws IOException {
        FaultProxy proxy = run.scene().proxy();
        int honest = proxy.target();
        try (LyingPartner liar = LyingPartner.start(run.scene().home(), lie.status(), lie.mediaType(), lie.answer())) {
            proxy.target(liar.port());
            othersAreServed(lie.name());
            await().atMost(CrashScene.RECOVERY).until(() -> liar.asked() >= MET);
            proxy.target(honest);
        }
        recovered(lie.name());
    }

    /** Everybody else has theirs while the fault lasts. */
    private void othersAreServed(String fault) {
        long begin = System.nanoTime();
        for (CrashDoor door : List.of(CrashDoor.MLLP, CrashDoor.FHIR)) {
            run.accepted(door, 4);
        }
        await().atMost(CrashScene.RECOVERY)
                .until(() -> run.scene().delivered("schuldhulp-demo")
                        >= run.journal().acknowledged());
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("the others during " + fault)
                .isLessThan(CrashScene.LATE);
    }

    private void databaseAway(FaultProxy.Mode mode) {
        CrashJournal journal = run.journal();
        int accepted = journal.acknowledged();
        int told = journal.refusals() + journal.unanswered();
        database.mode(mode);
        run.allow(CrashDoor.MLLP, 8);
        run.allow(CrashDoor.FHIR, 4);
        await().atMost(CrashScene.RECOVERY).until(() -> journal.refusals() + journal.unanswered() > told);
        if (mode != FaultProxy.Mode.ANSWER_RESET) {
            await().atMost(CrashScene.RECOVERY).until(() -> run.scene().health("/readiness") == 503);
            assertThat(journal.acknowledged()).as("accepted without a database").isEqualTo(accepted);
        }
        database.mode(FaultProxy.Mode.PASS);
        long begin = System.nanoTime();
        await().atMost(CrashScene.RECOVERY).until(() -> journal.acknowledged() >= run.made());
        recovered("the database, " + mode);
        await().atMost(CrashScene.RECOVERY).until(() -> run.scene().health("") == 200);
        recoveries.put(
                "the database, " + mode,
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private void recovered(String fault) {
        Duration recovery = run.quiet();
        recoveries.put(fault, recovery.toMillis());
        System.out.println("network faults, " + fault + ": all delivered " + recovery.toMillis() + " ms after its end");
        assertThat(run.scene().delivered(CrashScene.SHELTER))
                .isEqualTo(run.journal().acknowledged());
    }
}
