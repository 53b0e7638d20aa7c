package nl.schakel.journal.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Takes down what an earlier run left behind on the data folder. The caller holds the lock of the home, so a PostgreSQL
 * of ours that still runs there belongs to nobody. A process that is not ours is never touched.
 */
final class Leftovers {
    private static final Duration ORDERLY = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final Path data;

    Leftovers(Path data) {
        this.data = data;
    }

    void takeDown() throws IOException {
        Optional<LockFile> lock = LockFile.read(data);
        Optional<ProcessHandle> holder = lock.flatMap(LockFile::holder);
        if (holder.isPresent()) {
            refuseWhenForeign(holder.get());
            stop(holder.get());
        }
        // Its children end by themselves when they notice; until then they hold the shared memory and block a start.
        for (ProcessHandle child : running()) {
            refuseWhenForeign(child);
            if (!Signals.awaitEnd(child, AT_ONCE)) {
                Signals.send(child, "KILL");
                Signals.awaitEnd(child, AT_ONCE);
            }
        }
        if (lock.isPresent()) {
            Files.deleteIfExists(data.resolve(LockFile.NAME));
        }
    }

    private void refuseWhenForeign(ProcessHandle process) {
        if (!isOurs(process)) {
            throw new DatabaseRefused(
                    Problem.at(ProblemCode.DATABASE_FOREIGN, data.toString()).seen("process " + process.pid()));
        }
    }

    private static void stop(ProcessHandle postmaster) throws IOException {
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            Signals.send(postmaster, signal);
            if (Signals.awaitEnd(postmaster, signal.equals("INT") ? ORDERLY : AT_ONCE)) {
                return;
            }
        }
    }

    private boolean isOurs(ProcessHandle process) {
        // No program any more: it ended while we looked.
        return link(process, "exe").map(Leftovers::isProductsServer).orElseGet(() -> !process.isAlive());
    }

    /** Also one of an earlier version of ours, unpacked beside this one. */
    private static boolean isProductsServer(Path program) {
        return program.endsWith("bin/postgres")
                && program.getNameCount() > 2
                && program.getName(program.getNameCount() - 3).toString().matches(Binaries.NAME);
    }

    /** Processes that work in the data folder, as every process of a PostgreSQL on it does. */
    private List<ProcessHandle> running() throws IOException {
        Path real = data.toRealPath();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(
                            process -> link(process, "cwd").filter(real::equals).isPresent())
                    .toList();
        }
    }

    private static Optional<Path> link(ProcessHandle process, String name) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), name))
                    .toString();
            // Linux says so when the program was unpacked anew while it ran.
            return Optional.of(Path.of(target.replaceFirst(" \\(deleted\\)$", "")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** What {@code postmaster.pid} says: who wrote it and when. */
    private record LockFile(long pid, Optional<Instant> started) {
        static final String NAME = "postmaster.pid";

        static Optional<LockFile> read(Path data) throws IOException {
            Path file = data.resolve(NAME);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            return number(lines, 0)
                    .map(pid -> new LockFile(pid, number(lines, 2).map(Instant::ofEpochSecond)));
        }

        private static Optional<Long> number(List<String> lines, int index) {
            return lines.size() > index && lines.get(index).strip().matches("\\d{1,18}")
                    ? Optional.of(Long.valueOf(lines.get(index).strip()))
                    : Optional.empty();
        }

        /** The process that wrote the file; a younger one only has the same number, after a restart of the machine. */
        Optional<ProcessHandle> holder() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::wroteThis);
        }

        private boolean wroteThis(ProcessHandle process) {
            Optional<Instant> born = process.info().startInstant();
            return born.isEmpty()
                    || started.isEmpty()
                    || !born.get().isAfter(started.get().plusSeconds(5));
        }
    }
}
