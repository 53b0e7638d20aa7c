package nl.schakel.journeys;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/** What every build must live through; a build that does not is told by the first finding. */
final class CrashBattery {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** An item whose worker died this often waits for a person. */
    private static final int DEATHS = 3;
    /** What is open longer than this, with everything in order, is stuck; the longest wait of the product is a lease. */
    private static final Duration STUCK = CrashScene.RECOVERY.dividedBy(3);

    private final CrashRun run;
    private final CrashScene scene;
    private final long begin = System.nanoTime();
    private int faults;

    /**
     * What gave a build away.
     *
     * @param seconds since the battery began
     * @param faults that were done until then
     */
    record Caught(Trial trial, String finding, long seconds, int faults, int accepted) {}

    /** In the order in which they are done. */
    enum Trial {
        CALM("many at once, some of them twice", CrashBattery::calm),
        ORDER("the first of a client waits for its partner, the second may go", CrashBattery::order),
        BEFORE_CALL("killed before the call", CrashBattery::beforeTheCall),
        DATABASE("the database is killed under load", CrashBattery::databaseKilled),
        BROKER("the partner is away, the gateway killed and the broker lost", CrashBattery::brokerLost),
        POISON("a message that kills its worker", CrashBattery::poison);

        private final String words;
        private final Deed deed;

        Trial(String words, Deed deed) {
            this.words = words;
            this.deed = deed;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What is done, and what it finds by itself. */
    private interface Deed {
        Optional<String> by(CrashBattery battery) throws IOException, InterruptedException;
    }

    CrashBattery(CrashRun run) {
        this.run = run;
        this.scene = run.scene();
    }

    /** Runs the trials until one finds something; empty for a build that lives through all. */
    Optional<Caught> caught(List<Trial> trials) throws IOException, InterruptedException {
        for (Trial trial : trials) {
            Optional<String> finding = found(trial);
            System.out.println("battery, " + seconds() + " s: " + trial + ": " + finding.orElse("nothing"));
            if (finding.isPresent()) {
                return Optional.of(new Caught(
                        trial, finding.get(), seconds(), faults, run.journal().acknowledged()));
            }
        }
        return Optional.empty();
    }

    private long seconds() {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }

    private Optional<String> found(Trial trial) throws IOException, InterruptedException {
        try {
            Optional<String> own = trial.deed.by(this);
            return own.isPresent() ? own : books();
        } catch (ConditionTimeoutException stuck) {
            return Optional.of(books().orElse("stuck") + ", open after " + STUCK.toSeconds() + " s: "
                    + scene.backlog().path("open").asInt(-1));
        }
    }

    private Optional<String> books() throws IOException {
        Set<String> findings = run.verdict(Map.of()).findings();
        return findings.stream()
                .findFirst()
                .map(first -> first + (findings.size() > 1 ? " and " + (findings.size() - 1) + " more" : ""));
    }

    /** Nothing is open, and the desk has looked into its folder. */
    private void quiet() {
        run.quiet(STUCK);
        await().atMost(CrashScene.RECOVERY).until(scene::isCollected);
    }

    /** Nobody strikes, so nothing may be late: the sweeper must not be what makes work move. */
    private Optional<String> calm() throws IOException {
        run.accepted(CrashDoor.FHIR, 2);
        run.accepted(CrashDoor.MLLP, 200);
        quiet();
        Duration latest = CrashVerdict.latest(run.journal(), scene.received().resolve(CrashScene.SHELTER));
        return latest.compareTo(CrashScene.LATE) > 0
                ? Optional.of("late: " + latest.toMillis() + " ms after its acceptance")
                : Optional.empty();
    }

    private Optional<String> order() {
        for (int i = 0; i < 3; i++) {
            int before = down();
            run.accepted(CrashDoor.FHIR, 2);
            await().atMost(CrashScene.RECOVERY).until(() -> scene.proxy().refused() >= before + 2);
            scene.proxy().mode(FaultProxy.Mode.PASS);
            run.accepted(CrashDoor.FHIR, 2);
            quiet();
        }
        return Optional.empty();
    }

    /** @return how many were turned away before */
    private int down() {
        scene.proxy().mode(FaultProxy.Mode.DOWN);
        faults++;
        return scene.proxy().refused();
    }

    private Optional<String> beforeTheCall() throws IOException, InterruptedException {
        scene.arm(CrashGap.BEFORE_CALL, 1);
        run.allow(CrashDoor.MLLP, 2);
        scene.struck(CrashGap.BEFORE_CALL);
        faults++;
        run.accepted(CrashDoor.MLLP, 2);
        quiet();
        return Optional.empty();
    }

    private Optional<String> databaseKilled() {
        for (int i = 0; i < 3; i++) {
            int target = run.journal().acknowledged() + 40;
            run.allow(CrashDoor.MLLP, 80);
            await().atMost(CrashScene.RECOVERY)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> run.journal().acknowledged() >= target);
            scene.killDatabase();
            faults++;
            await().atMost(CrashScene.RECOVERY).until(() -> run.journal().acknowledged() >= target + 40);
        }
        quiet();
        return Optional.empty();
    }

    private Optional<String> brokerLost() throws IOException, InterruptedException {
        int before = down();
        // Few enough that the partner is not held: the end of a hold would have all go on that waits for this partner.
        run.accepted(CrashDoor.FHIR, 2);
        await().atMost(CrashScene.RECOVERY)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> scene.proxy().refused() >= before + 2
                        && scene.backlog().path("sending").asInt(-1) == 0);
        scene.strike(CrashScene.Fault.GATEWAY_KILLED_AND_BROKER_LOST);
        scene.proxy().mode(FaultProxy.Mode.PASS);
        run.accepted(CrashDoor.MLLP, 2);
        quiet();
        scene.arm(CrashGap.BROKER_LOST, 1);
        run.allow(CrashDoor.MLLP, 4);
        scene.struck(CrashGap.BROKER_LOST);
        faults += 2;
        run.accepted(CrashDoor.MLLP, 2);
        quiet();
        return Optional.empty();
    }

    /** Its worker dies at each attempt: after some deaths it lies before a person, and everybody else is served. */
    private Optional<String> poison() throws IOException, InterruptedException {
        int before = down();
        run.accepted(CrashDoor.FHIR, 1);
        await().atMost(CrashScene.RECOVERY)
                .until(() -> scene.proxy().refused() > before
                        && scene.delivered("schuldhulp-demo") == run.journal().acknowledged()
                        && scene.delivered("toegang-eindhoven") == run.journal().acknowledged());
        scene.armPoison(run.journal().lastReference());
        scene.proxy().mode(FaultProxy.Mode.PASS);
        for (int deaths = 0; !isParkedBeforeItKillsAgain(); deaths++) {
            faults++;
            if (deaths == DEATHS) {
                return Optional.of("killed " + (DEATHS + 1) + " times by one message");
            }
            scene.gateway().launch();
        }
        run.accepted(CrashDoor.MLLP, 2);
        quiet();
        int parked = scene.backlog().path("parked").asInt(-1);
        return parked == 1 ? healed() : Optional.of("parked " + parked + " and not the one");
    }

    /** Waits for one or the other. */
    private boolean isParkedBeforeItKillsAgain() {
        await().atMost(CrashScene.RECOVERY)
                .until(() -> !scene.gateway().process().isAlive()
                        || scene.backlog().path("parked").asInt(-1) > 0);
        return scene.gateway().process().isAlive();
    }

    /** Somebody looked at it, and its cause is mended. */
    private Optional<String> healed() throws IOException {
        scene.disarm();
        scene.gateway().run("replay", "--partner", CrashScene.SHELTER, "--reason", "all that waits for them");
        JsonNode items = JSON.readTree(
                        scene.gateway().run("backlog", "--output", "json").output())
                .path("items");
        if (items.size() != 1 || !items.path(0).path("reason").asText().startsWith("SCH-6009 ")) {
            return Optional.of("a replay took it along: " + items);
        }
        DemoProcess.Ran ran =
                scene.gateway().run("resume", items.path(0).path("id").asText(), "--reason", "its cause is mended");
        quiet();
        return ran.exit() == 0 ? Optional.empty() : Optional.of("resume says " + ran.output());
    }
}
