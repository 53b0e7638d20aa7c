package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database's disk is full, a write to it fails, the clock jumps. Each needs a tool of the machine (a mount,
 * {@code strace}, {@code libfaketime}) and is skipped, and says so, where it is not there.
 *
 * <p>One gateway bears them all; after each the books are compared. {@code -Dschakel.crash.faults=all} does each three times.
 * The numbers lie in {@code target/machine-faults-verdict.json}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("alone")
class MachineFaultsIT {
    private static final boolean ALL =
            System.getProperty("schakel.crash.faults", "").equals("all");
    private static final int ROUNDS = ALL ? 3 : 1;
    /** Forward, and back: no farther than partners bear, who refuse a seal of the future. */
    private static final List<String> JUMPS = List.of("+240", "+0");

    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final Duration ABOUT = Duration.ofMinutes(1);
    private static final int WORD_SECONDS = 10;
    /** Half of what is kept free of a disk of 256 MB. */
    private static final long NEARLY = 24L * 1024 * 1024;

    @TempDir
    static Path folder;

    private final long seed = Long.getLong("schakel.crash.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Map<String, Object> recoveries = new LinkedHashMap<>();
    private Path clock;
    private Path database;
    private boolean mounted;
    private CrashRun run;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        System.out.println("machine faults, seed " + seed);
        clock = Files.writeString(folder.resolve("clock"), "+0\n");
        CrashScene scene =
                CrashScene.open(folder.resolve("scene"), List.of(), underAnotherClock(), List.of(), Map.of());
        database = scene.home().resolve("db");
        mounted = ran("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", database.toString()) == 0;
        run = CrashRun.open("machine-faults", scene);
        run.start(seed);
        run.accepted(CrashDoor.MLLP, 4);
        run.quiet();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        try {
            run.close();
        } finally {
            if (mounted) {
                ran("umount", "-l", database.toString());
            }
        }
    }

    private List<String> underAnotherClock() {
        return Files.exists(FAKE_TIME)
                ? List.of(
                        "env",
                        "LD_PRELOAD=" + FAKE_TIME,
                        "FAKETIME_TIMESTAMP_FILE=" + clock,
                        "FAKETIME_CACHE_DURATION=1",
                        // Waits are measured by a clock that does not jump, as on a real machine.
                        "FAKETIME_DONT_FAKE_MONOTONIC=1",
                        // Its cure for another program's waits makes those of a JVM end at once.
                        "FAKETIME_FORCE_MONOTONIC_FIX=0")
                : List.of();
    }

    @Test
    void refusesWhileTheDiskIsFullAndGoesOnByItself() throws IOException {
        assumeTrue(mounted, "a tmpfs cannot be mounted here");
        CrashJournal journal = run.journal();
        for (int round = 0; round < ROUNDS; round++) {
            Path filler = fill(database);
            int accepted = journal.acknowledged();
            int refused = journal.refusals();
            await().atMost(CrashScene.RECOVERY.multipliedBy(2)).until(() -> {
                // What the database has in reserve is used up first.
                allowMoreWhenAllAreAccepted();
                return journal.refusals() >= refused + 8;
            });
            System.out.println("machine faults, disk full: " + (journal.acknowledged() - accepted)
                    + " accepted into what the database had in reserve, then " + journal.otherAnswers());
            Files.delete(filler);
            recovered("the disk is full");
        }
        judge();
    }

    /** What waits was accepted: it needs the room that is left. */
    @Test
    void refusesEarlyAndDeliversOnWhileTheDiskIsNearlyFull() throws IOException {
        assumeTrue(mounted, "a tmpfs cannot be mounted here");
        FaultProxy proxy = run.scene().proxy();
        proxy.mode(FaultProxy.Mode.DOWN);
        run.accepted(CrashDoor.MLLP, 8);
        await().atMost(CrashScene.RECOVERY).until(() -> proxy.met() > 0);
        Path filler = fillBut(database, NEARLY);
        int refused = run.journal().refusals();
        await().atMost(CrashScene.RECOVERY).until(() -> {
            allowMoreWhenAllAreAccepted();
            return run.journal().refusals() >= refused + 4;
        });
        int accepted = run.journal().acknowledged();
        await().atMost(CrashScene.RECOVERY).until(() -> run.scene().health("/readiness") == 503);
        proxy.mode(FaultProxy.Mode.PASS);
        await().atMost(CrashScene.RECOVERY).until(() -> run.scene().isQuiet());
        assertThat(run.journal().acknowledged())
                .as("nothing was accepted meanwhile")
                .isEqualTo(accepted);
        Files.delete(filler);
        recovered("the disk is nearly full");
        await().atMost(CrashScene.RECOVERY).until(() -> run.scene().health("/readiness") == 200);
        judge();
    }

    @Test
    void losesNothingWhenAWriteToTheDiskFails() throws IOException, InterruptedException {
        assumeTrue(ran("strace", "-V") == 0, "strace is not there");
        CrashJournal journal = run.journal();
        for (int round = 0; round < ROUNDS; round++) {
            String postmaster = run.scene().databasePid().orElseThrow();
            Process strace = failingSyncs(Long.parseLong(postmaster));
            await().atMost(Duration.ofSeconds(WORD_SECONDS)).until(() -> !strace.isAlive() || isWatched(postmaster));
            assumeTrue(strace.isAlive(), "strace may not watch processes here");
            int harmed = journal.refusals() + journal.unanswered();
            await().atMost(CrashScene.RECOVERY).until(() -> {
                allowMoreWhenAllAreAccepted();
                return journal.refusals() + journal.unanswered() > harmed;
            });
            strace.destroy();
            assertThat(strace.waitFor(WORD_SECONDS, TimeUnit.SECONDS)).isTrue();
            goOn(Long.parseLong(postmaster));
            recovered("a write to the disk fails");
        }
        judge();
    }

    /** Every sync of every process of the database fails from now on. */
    private static Process failingSyncs(long postmaster) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-q", "-o", "/dev/null", "-e", "trace=fdatasync,fsync"));
        command.addAll(List.of("-e", "inject=fdatasync,fsync:error=EIO", "-p", Long.toString(postmaster)));
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(postmaster).orElseThrow().children()) {
            children.forEach(child -> command.addAll(List.of("-p", Long.toString(child.pid()))));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static boolean isWatched(String process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", process, "status"))) {
            return lines.anyMatch(line -> line.matches("TracerPid:\\s+[1-9]\\d*"));
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void losesNothingWhenTheClockJumps() throws IOException {
        assumeTrue(Files.exists(FAKE_TIME), "libfaketime is not there");
        for (String jump : Collections.nCopies(ROUNDS, JUMPS).stream()
                .flatMap(List::stream)
                .toList()) {
            // Some wait for their next attempt when it happens.
            FaultProxy proxy = run.scene().proxy();
            proxy.mode(FaultProxy.Mode.DOWN);
            run.accepted(CrashDoor.MLLP, 8);
            await().atMost(CrashScene.RECOVERY).until(() -> proxy.met() > 1);
            Files.writeString(clock, jump + "\n");
            Duration meant = Duration.ofSeconds(Long.parseLong(jump));
            await().atMost(CrashScene.RECOVERY)
                    .until(() -> run.scene()
                            .clockAhead()
                            .filter(ahead -> ahead.minus(meant).abs().compareTo(ABOUT) < 0)
                            .isPresent());
            proxy.mode(FaultProxy.Mode.PASS);
            recovered("the clock jumps to " + jump + " s");
        }
        judge();
    }

    /** A process that began while its watcher ended may be left stopped, and the server waits for it for ever. */
    private static void goOn(long postmaster) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-CONT", Long.toString(postmaster)));
        ProcessHandle.of(postmaster).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(child -> command.add(Long.toString(child.pid())));
        ran(command.toArray(String[]::new));
    }

    private void allowMoreWhenAllAreAccepted() {
        if (run.made() == run.journal().acknowledged()) {
            run.allow(CrashDoor.MLLP, 8);
        }
    }

    private void recovered(String fault) {
        long begin = System.nanoTime();
        run.accepted(CrashDoor.MLLP, 4);
        long accepting = System.nanoTime();
        await().atMost(CrashScene.RECOVERY)
                .until(() -> run.made() == run.journal().acknowledged()
                        && run.scene().isQuiet());
        long delivered = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        recoveries.merge(fault, delivered, (one, other) -> Math.max((Long) one, (Long) other));
        System.out.println("machine faults, " + fault + ": accepts again after "
                + Duration.ofNanos(accepting - begin).toMillis() + " ms, all delivered after " + delivered + " ms");
    }

    private void judge() throws IOException {
        run.scene().settled(CrashScene.RECOVERY);
        CrashVerdict verdict = run.verdict(Map.of("seed", seed, "recoveryMillis", recoveries));
        assertThat(verdict.findings()).isEmpty();
        assertThat(run.strangeAnswers()).isEmpty();
        assertThat(run.scene().backlog().path("parked").asInt(-1)).isZero();
    }

    /** A file that takes all that is left. */
    private static Path fill(Path folder) throws IOException {
        Path filler = folder.resolve("filler");
        byte[] piece = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    /** A file that takes all but so many bytes. */
    private static Path fillBut(Path folder, long left) throws IOException {
        Path filler = folder.resolve("filler");
        byte[] piece = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (folder.toFile().getUsableSpace() > left + piece.length) {
                out.write(piece);
            }
        }
        return filler;
    }

    private static int ran(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(WORD_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException noSuchProgram) {
            return -1;
        }
    }
}
