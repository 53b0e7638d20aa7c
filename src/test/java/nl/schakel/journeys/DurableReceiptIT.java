package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.journeys.CrashBuild.Change;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Accepted means durable (G1), seen from below: strace watches the gateway and its database, and of each {@code AA} it must
 * have seen that the message was in the database's log, and the log on the disk, before the answer was handed to the
 * network. It is skipped, and says so, where strace is not there or may not watch.
 */
@Tag("alone")
class DurableReceiptIT {
    private static final int RECEIPTS = Integer.getInteger("schakel.crash.receipts", 1_000);
    private static final int AT_ONCE = 100;
    private static final int FEW = 40;
    private static final Duration WRITTEN = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @BeforeAll
    static void needsStrace() throws InterruptedException {
        assumeTrue(watches(), "strace is not there, or may not watch processes here");
    }

    private static boolean watches() throws InterruptedException {
        try {
            Process tried = new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-e", "trace=write", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return tried.waitFor(10, TimeUnit.SECONDS) && tried.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void everyReceiptLeavesAfterItsMessageIsOnTheDisk() throws IOException, InterruptedException {
        Watched watched = watched(List.of(), RECEIPTS);
        System.out.println("durable receipts: " + watched.trace().answered().size() + " answers, "
                + watched.trace().syncs() + " syncs, "
                + watched.trace().early().size() + " early");
        assertThat(watched.trace().answered()).isEqualTo(watched.accepted());
        assertThat(watched.accepted()).hasSizeGreaterThanOrEqualTo(RECEIPTS);
        assertThat(watched.trace().early()).isEmpty();
    }

    /** Else the trial above would prove nothing. */
    @Test
    void aGatewayThatAnswersBeforeTheCommitIsFound() throws IOException, InterruptedException {
        Watched watched = watched(CrashMutant.ANSWER_BEFORE_COMMIT.changes(), FEW);
        assertThat(watched.trace().early()).isNotEmpty();
    }

    /** @param accepted ids of what the senders heard to be accepted */
    private record Watched(SyncTrace trace, Set<String> accepted) {}

    private Watched watched(List<Change> changes, int receipts) throws IOException, InterruptedException {
        Path trace = folder.resolve("trace");
        CrashScene scene =
                CrashScene.open(folder.resolve("scene"), changes, SyncTrace.watching(trace), List.of(), Map.of());
        try (CrashRun run = CrashRun.open("durable-receipts", scene)) {
            run.start(1, Map.of(CrashDoor.MLLP, 8));
            for (int left = receipts; left > 0; left -= AT_ONCE) {
                run.accepted(CrashDoor.MLLP, Math.min(AT_ONCE, left));
            }
            run.quiet();
            Process gateway = scene.gateway().process();
            scene.gateway().stop();
            await().atMost(WRITTEN).until(() -> hasEnded(trace, gateway.pid()));
            return new Watched(
                    SyncTrace.of(trace),
                    run.journal().entries().values().stream()
                            .filter(entry -> !entry.accepts().isEmpty())
                            .map(entry -> entry.referral().id())
                            .collect(Collectors.toSet()));
        }
    }

    /** The watcher writes this last of a process. */
    private static boolean hasEnded(Path trace, long process) throws IOException {
        try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.startsWith(process + " ") && line.contains("+++ exited"));
        }
    }
}
