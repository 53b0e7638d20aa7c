package nl.schakel.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.schakel.journeys.CrashBuild.Change;

/** A scene with senders at its doors and their journal, from the start to the verdict. */
final class CrashRun implements AutoCloseable {
    static final Map<CrashDoor, Integer> SENDERS = Map.of(CrashDoor.MLLP, 4, CrashDoor.FHIR, 2, CrashDoor.FILE, 2);

    private final String name;
    private final CrashScene scene;
    private final CrashJournal journal;
    private final CrashLoad load = new CrashLoad();
    private final long begin = System.nanoTime();

    private CrashRun(String name, CrashScene scene, CrashJournal journal) {
        this.name = name;
        this.scene = scene;
        this.journal = journal;
    }

    /** @param name of the files that it leaves in {@code target/} */
    static CrashRun open(String name, Path folder) throws IOException {
        return open(name, CrashScene.open(folder));
    }

    static CrashRun open(String name, Path folder, List<Change> changes) throws IOException {
        return open(name, CrashScene.open(folder, changes, List.of(), List.of(), Map.of()));
    }

    static CrashRun open(String name, CrashScene scene) throws IOException {
        return new CrashRun(name, scene, new CrashJournal(Path.of("target", name + "-journal.log")));
    }

    /** Starts the gateway and the senders, who wait until they are allowed to send. */
    CrashRun start(long seed) {
        return start(seed, SENDERS);
    }

    CrashRun start(long seed, Map<CrashDoor, Integer> senders) {
        scene.start();
        load.start(senders, journal, seed, scene.home(), scene.ports());
        return this;
    }

    CrashScene scene() {
        return scene;
    }

    CrashJournal journal() {
        return journal;
    }

    int made() {
        return load.made();
    }

    void allow(CrashDoor door, int more) {
        load.allow(door, more);
    }

    /** Lets so many be sent, and returns when all of them are accepted. */
    void accepted(CrashDoor door, int more) {
        int target = journal.acknowledged() + more;
        load.allow(door, more);
        await().atMost(CrashScene.RECOVERY)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> journal.acknowledged() >= target);
    }

    /** Whether everything that was allowed is accepted. */
    boolean isIdle() {
        return load.isUsedUp() && load.made() == journal.acknowledged();
    }

    /** Returns when nothing is open any more; how long that took. */
    Duration quiet() {
        return quiet(CrashScene.RECOVERY);
    }

    Duration quiet(Duration most) {
        long from = System.nanoTime();
        await().atMost(most).pollInterval(Duration.ofMillis(50)).until(scene::isQuiet);
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** Sends the rest, waits until all is settled, and compares the books. */
    CrashVerdict judge(Map<String, Object> more) throws IOException {
        end();
        return verdict(more);
    }

    /** Sends the rest, and waits until all is settled. */
    void end() {
        load.finish();
        await().atMost(CrashScene.RECOVERY.multipliedBy(2)).until(load::finished);
        scene.settled(CrashScene.RECOVERY.multipliedBy(2));
    }

    /** What the books say now. */
    CrashVerdict verdict(Map<String, Object> more) throws IOException {
        CrashVerdict verdict = CrashVerdict.of(journal.entries(), scene.received());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("seconds", seconds());
        run.put("acknowledged", journal.acknowledged());
        run.put("attempts", journal.attempts());
        run.put("unanswered", journal.unanswered());
        run.put("otherAnswers", journal.otherAnswers());
        run.put("backlog", scene.backlog());
        run.putAll(more);
        verdict.write(Path.of("target", name + "-verdict.json"), run);
        return verdict;
    }

    /** Since it was opened. */
    long seconds() {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }

    /** Answers that are neither an acceptance nor "not now". */
    Set<String> strangeAnswers() {
        Set<String> strange = new java.util.TreeSet<>(journal.otherAnswers().keySet());
        strange.removeIf(answer -> answer.matches("(AE|HTTP 503|HTTP 429) SCH-700[12]"));
        return strange;
    }

    @Override
    public void close() throws IOException {
        load.abandon();
        try (journal;
                scene) {
            if (scene.gateway().process() != null) {
                scene.leaveTraces(name);
            }
        }
    }
}
