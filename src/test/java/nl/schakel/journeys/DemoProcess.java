package nl.schakel.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nl.schakel.ports.FreePorts;

/** {@code ./schakel demo} as a newcomer starts it: a process of its own, on ports that are free. */
final class DemoProcess implements AutoCloseable {
    static final Duration START = Duration.ofSeconds(90L * Integer.getInteger("schakel.crash.patience", 1));

    private final Path home;
    private final Map<String, String> settings;
    private final Path output;
    private final List<String> program;
    private Process process;

    private DemoProcess(Path home, Map<String, String> settings, List<String> program) {
        this.home = home;
        this.settings = settings;
        this.program = program;
        this.output = home.resolveSibling(home.getFileName() + ".out");
    }

    /** Ports of the gateway and the stand-ins that nobody uses now, by setting. */
    static Map<String, String> freePorts() {
        Map<String, String> ports = new LinkedHashMap<>();
        for (String name : List.of(
                "ports.web",
                "ports.management",
                "ports.partner",
                "ports.mllp",
                "ports.mllps",
                "demo.ports.ggz-noord",
                "demo.ports.ziekenhuis-demo",
                "demo.ports.opvang-demo",
                "demo.ports.schuldhulp-demo",
                "demo.ports.vrouwenopvang-demo",
                "demo.ports.gemeente-demo")) {
            ports.put("schakel." + name, Integer.toString(FreePorts.one()));
        }
        return ports;
    }

    static DemoProcess at(Path home, Map<String, String> settings) {
        return new DemoProcess(home, settings, List.of("./schakel"));
    }

    /** The same, from another class path and with other flags for its JVM or before it. */
    static DemoProcess of(
            Path home, Map<String, String> settings, List<String> before, String classPath, List<String> flags) {
        List<String> program = new ArrayList<>(before);
        program.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dschakel.root=" + Path.of("").toAbsolutePath(),
                "-Dschakel.journal.programs=" + Path.of("target/postgres").toAbsolutePath(),
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Xmx1g",
                "-XX:+ExitOnOutOfMemoryError"));
        program.addAll(flags);
        program.addAll(List.of("-cp", classPath, "nl.schakel.Schakel"));
        return new DemoProcess(home, settings, program);
    }

    /** Starts it and returns when its last line says that it is ready. */
    DemoProcess start() {
        launch();
        await().atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || output().contains("Ready"));
        if (!process.isAlive()) {
            throw new AssertionError("The demo ended with " + process.exitValue() + ":\n" + output());
        }
        return this;
    }

    /** Starts it without waiting. */
    Process launch() {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("demo", "--home", home.toString()));
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        process = started(command, output);
        return process;
    }

    private static Process started(List<String> command, Path output) {
        try {
            Files.deleteIfExists(output);
            return new ProcessBuilder(command)
                    .directory(Path.of("").toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** Runs another command of the launcher against this home. */
    Ran run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("./schakel"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString()));
        return ran(command);
    }

    static Ran ran(List<String> command) {
        try {
            Path output = Files.createTempFile("schakel", ".out");
            Process other = started(command, output);
            if (!other.waitFor(60, TimeUnit.SECONDS)) {
                other.destroyForcibly();
                throw new AssertionError("No end within 60 s: " + command);
            }
            String text = Files.readString(output);
            Files.delete(output);
            return new Ran(other.exitValue(), text);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** What a command said, and how it ended. */
    record Ran(int exit, String output) {}

    String output() {
        try {
            return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    Path home() {
        return home;
    }

    int port(String door) {
        return Integer.parseInt(settings.get("schakel.ports." + door));
    }

    Process process() {
        return process;
    }

    /** As a power cut: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As Ctrl-C. */
    Duration stop() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The demo did not stop");
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(15, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }
}
