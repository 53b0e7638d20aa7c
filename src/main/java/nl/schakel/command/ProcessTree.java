package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a gateway's processes (its JVM, its database and whatever these started) use, from {@code /proc}. */
final class ProcessTree {
    /** USER_HZ is 100 on every Linux the JDK runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int PARENT = 1;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    private final Path proc;
    private final Set<Long> roots;

    ProcessTree(Path proc, Set<Long> roots) {
        this.proc = proc;
        this.roots = Set.copyOf(roots);
    }

    /** The tree of a gateway and of the database in its home, which may have left its parent. */
    static ProcessTree of(long gateway, Path home) throws IOException {
        Set<Long> roots = new TreeSet<>(Set.of(gateway));
        Path database = home.resolve("db");
        if (Files.isDirectory(database)) {
            try (Stream<Path> files = Files.walk(database, 2)) {
                for (Path file :
                        files.filter(path -> path.endsWith("postmaster.pid")).toList()) {
                    roots.add(Long.parseLong(Files.readAllLines(file).get(0).strip()));
                }
            }
        }
        return new ProcessTree(Path.of("/proc"), roots);
    }

    /** A process: its parent and its CPU time, with that of its ended children. */
    private record Usage(long pid, long parent, long ticks) {}

    /** CPU milliseconds used so far, user and system, of all that live and of their children that ended. */
    long cpuMillis() throws IOException {
        return members().stream().mapToLong(Usage::ticks).sum() * MILLIS_PER_TICK;
    }

    /** CPU milliseconds used so far by the threads of the roots whose name begins with this, as long as they live. */
    long threadMillis(String prefix) throws IOException {
        long ticks = 0;
        for (long root : roots) {
            ticks += threadTicks(proc.resolve(root + "/task"), prefix);
        }
        return ticks * MILLIS_PER_TICK;
    }

    private static long threadTicks(Path threads, String prefix) throws IOException {
        if (!Files.isDirectory(threads)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.filter(thread -> named(thread, prefix))
                    .flatMap(thread -> usage(thread, SYSTEM_TIME).stream())
                    .mapToLong(Usage::ticks)
                    .sum();
        }
    }

    private static boolean named(Path thread, String prefix) {
        try {
            return Files.readString(thread.resolve("comm")).startsWith(prefix);
        } catch (IOException ended) {
            return false;
        }
    }

    /** Resident memory in kB; pages that processes share are counted once where the kernel tells. */
    long residentKilobytes() throws IOException {
        return members().stream().mapToLong(usage -> resident(usage.pid())).sum();
    }

    private List<Usage> members() throws IOException {
        Map<Long, List<Usage>> byParent = all().stream().collect(Collectors.groupingBy(Usage::parent));
        Map<Long, Usage> byPid = all().stream().collect(Collectors.toMap(Usage::pid, Function.identity()));
        Deque<Long> open = new ArrayDeque<>(roots);
        Set<Long> seen = new TreeSet<>();
        while (!open.isEmpty()) {
            long pid = open.pop();
            if (seen.add(pid)) {
                byParent.getOrDefault(pid, List.of()).forEach(child -> open.push(child.pid()));
            }
        }
        return seen.stream()
                .flatMap(pid -> Optional.ofNullable(byPid.get(pid)).stream())
                .toList();
    }

    private List<Usage> all() throws IOException {
        try (Stream<Path> folders = Files.list(proc)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .flatMap(folder -> usage(folder, CHILDREN_SYSTEM_TIME).stream())
                    .toList();
        }
    }

    /** @param last the last of the fields that count: a thread has no children of its own */
    private static Optional<Usage> usage(Path folder, int last) {
        try {
            String line = Files.readString(folder.resolve("stat"));
            // The name stands in parentheses and may hold spaces; what counts comes after it.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = USER_TIME; i <= last; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            long pid = Long.parseLong(folder.getFileName().toString());
            return Optional.of(new Usage(pid, Long.parseLong(fields[PARENT]), ticks));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private long resident(long pid) {
        Path folder = proc.resolve(Long.toString(pid));
        return kilobytes(folder.resolve("smaps_rollup"), "Pss:")
                .or(() -> kilobytes(folder.resolve("status"), "VmRSS:"))
                .orElse(0L);
    }

    private static Optional<Long> kilobytes(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException notReadable) {
            return Optional.empty();
        }
    }
}
