package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
    @TempDir
    Path proc;

    @Test
    void addsUpTheGatewayItsDatabaseAndTheirChildren() throws IOException {
        process(100, 1, "java", 10, 5, 1_000);
        process(101, 100, "sh (odd) name", 1, 1, 10);
        process(200, 1, "postgres", 20, 10, 500);
        process(201, 200, "postgres: writer", 3, 2, 50);
        process(300, 1, "somebody else", 1_000, 1_000, 9_000);
        Files.createDirectory(proc.resolve("self"));

        ProcessTree tree = new ProcessTree(proc, Set.of(100L, 200L));

        assertThat(tree.cpuMillis()).isEqualTo((15 + 2 + 30 + 5) * 10);
        assertThat(tree.residentKilobytes()).isEqualTo(1_560);
    }

    @Test
    void countsSharedPagesOnceWhereTheKernelTells() throws IOException {
        process(100, 1, "java", 0, 0, 1_000);
        Files.writeString(proc.resolve("100/smaps_rollup"), "00-ff ---p [rollup]\nRss: 1000 kB\nPss:      700 kB\n");

        assertThat(new ProcessTree(proc, Set.of(100L)).residentKilobytes()).isEqualTo(700);
    }

    @Test
    void countsNothingForAProcessThatEnded() throws IOException {
        assertThat(new ProcessTree(proc, Set.of(7L)).cpuMillis()).isZero();
    }

    @Test
    void readsTheProcessThisTestRunsIn() throws IOException {
        ProcessTree tree = ProcessTree.of(ProcessHandle.current().pid(), proc);

        assertThat(tree.cpuMillis()).isPositive();
        assertThat(tree.residentKilobytes()).isPositive();
    }

    private void process(int pid, int parent, String name, int user, int system, int resident) throws IOException {
        Path folder = Files.createDirectory(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                "%d (%s) S %d 1 1 0 -1 4194560 1 1 1 1 %d %d 0 0 20 0 1 0 1 1 1\n"
                        .formatted(pid, name, parent, user, system));
        Files.writeString(folder.resolve("status"), "Name:\tx\nVmRSS:\t  " + resident + " kB\n");
    }
}
