package nl.schakel.bench.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server under measurement: a process with all that it starts, whose processor time is summed from {@code /proc}. */
final class ServerProcess implements AutoCloseable {
    private static final long MILLIS_PER_TICK = 10;
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int ENDED_CHILDREN = 14;
    private static final int KILOBYTES_PER_MEGABYTE = 1024;

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        // However the run ends, nothing of it keeps running.
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    static ServerProcess start(List<String> command, Path output) throws IOException {
        return new ServerProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /** Returns when its output says this. */
    ServerProcess whenItSays(String word, Duration most) throws IOException, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!Files.readString(output).contains(word)) {
            demandLife(end);
        }
        return this;
    }

    /** Returns when a port answers. */
    ServerProcess whenItListens(int port, Duration most) throws IOException, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!listens(port)) {
            demandLife(end);
        }
        return this;
    }

    private void demandLife(long end) throws IOException, InterruptedException {
        if (System.nanoTime() > end || process.waitFor(50, TimeUnit.MILLISECONDS)) {
            throw new IOException("It did not start:\n" + Files.readString(output));
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Milliseconds of processor time so far, of all its processes and of those that have ended. */
    long cpuMillis() throws IOException {
        long ticks = 0;
        for (String[] stat : tree().values()) {
            for (int i = USER; i <= ENDED_CHILDREN; i++) {
                ticks += Long.parseLong(stat[i]);
            }
        }
        return ticks * MILLIS_PER_TICK;
    }

    /** Resident memory of the JVMs among its processes, in MB. */
    long jvmMegabytes() throws IOException {
        long kilobytes = 0;
        for (long pid : jvms()) {
            kilobytes += number(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
        }
        return kilobytes / KILOBYTES_PER_MEGABYTE;
    }

    private List<Long> jvms() throws IOException {
        List<Long> jvms = new ArrayList<>();
        for (Long pid : tree().keySet()) {
            if (Files.readString(Path.of("/proc", pid.toString(), "comm")).startsWith("java")) {
                jvms.add(pid);
            }
        }
        return jvms;
    }

    /** Kilobytes its JVMs allocated so far: what the young generation was filled with, as jstat tells. Its size must be fixed. */
    long allocatedKilobytes() throws IOException {
        double kilobytes = 0;
        for (long pid : jvms()) {
            Map<String, Double> memory = memory(pid);
            kilobytes += memory.get("YGC") * memory.get("EC") + memory.get("EU");
        }
        return Math.round(kilobytes);
    }

    /** What its JVMs hold after a full collection, in MB. */
    double heapMegabytes() throws IOException {
        double kilobytes = 0;
        for (long pid : jvms()) {
            output("jcmd", Long.toString(pid), "GC.run");
            Map<String, Double> memory = memory(pid);
            kilobytes += memory.get("OU") + memory.get("S0U") + memory.get("S1U");
        }
        return kilobytes / KILOBYTES_PER_MEGABYTE;
    }

    /** What jstat tells of a JVM, by its columns; what it cannot tell is no number. */
    private static Map<String, Double> memory(long pid) throws IOException {
        String[] lines = output("jstat", "-gc", Long.toString(pid)).split("\n");
        String[] names = lines[0].strip().split("\\s+");
        String[] numbers = lines[1].strip().split("\\s+");
        Map<String, Double> memory = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            memory.put(
                    names[i], numbers[i].equals("-") ? Double.NaN : Double.parseDouble(numbers[i].replace(',', '.')));
        }
        return memory;
    }

    private static String output(String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", tool).toString()));
        command.addAll(List.of(arguments));
        try (InputStream said = new ProcessBuilder(command).start().getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long number(Path file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** What {@code /proc/PID/stat} says after the name, by process. */
    private Map<Long, String[]> tree() throws IOException {
        Map<Long, String[]> all = new HashMap<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path one : processes.toList()) {
                if (one.getFileName().toString().matches("\\d+")) {
                    stat(one, all);
                }
            }
        }
        Set<Long> members = new HashSet<>(Set.of(process.pid()));
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<Long, String[]> one : all.entrySet()) {
                more |= members.contains(Long.valueOf(one.getValue()[PARENT])) && members.add(one.getKey());
            }
        }
        all.keySet().retainAll(members);
        return all;
    }

    private static void stat(Path process, Map<Long, String[]> into) {
        try {
            String text = Files.readString(process.resolve("stat"));
            into.put(
                    Long.valueOf(process.getFileName().toString()),
                    text.substring(text.lastIndexOf(')') + 2).split(" "));
        } catch (IOException ended) {
            // It went while the others were read.
        }
    }

    /** Also what runs under a program that does not pass signals on, such as strace. */
    private void end() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        all.stream().filter(one -> isJava(one.info())).forEach(ProcessHandle::destroy);
    }

    /** The product stops its database itself. */
    private static boolean isJava(ProcessHandle.Info info) {
        return info.command().orElse("").endsWith("/java");
    }

    @Override
    public void close() throws IOException {
        end();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
