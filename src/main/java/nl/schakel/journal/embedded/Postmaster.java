package nl.schakel.journal.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The running server process, and the leash that takes it down when our process ends in whatever way. */
final class Postmaster {
    /** A crash recovery replays at most {@code max_wal_size}: seconds, minutes on a bad disk. */
    private static final Duration READY = Duration.ofMinutes(3);

    private static final Duration FAST = Duration.ofSeconds(4);

    /**
     * Reads until its input ends. A line means that the server was stopped properly; without one, whoever held the other
     * end is gone. The program is compared, for the number may be another process by then.
     */
    private static final String LEASH =
            "trap '' INT HUP; read -r line || { [ \"$(readlink /proc/$1/exe)\" = \"$2\" ] && kill -INT $1; }";

    private final Process process;
    private final Process leash;
    private final int port;

    private Postmaster(Process process, Process leash, int port) {
        this.process = process;
        this.leash = leash;
        this.port = port;
    }

    static Postmaster start(Path binaries, RunAs user, Cluster cluster, int port) throws IOException {
        Path program = binaries.resolve("bin/postgres");
        Process process = user.command(words(program, cluster, port))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(cluster.log().toFile()))
                .start();
        Process leash = new ProcessBuilder(
                        "setsid", "sh", "-c", LEASH, "leash", Long.toString(process.pid()), program.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Postmaster started = new Postmaster(process, leash, port);
        started.awaitReady(cluster.data());
        return started;
    }

    private static List<String> words(Path program, Cluster cluster, int port) {
        return List.of(
                program.toString(),
                "-D",
                cluster.data().toString(),
                "-c",
                "port=" + port,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                // What "accepted" means stands or falls with these three.
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "max_connections=60",
                "-c",
                "jit=off",
                "-c",
                "password_encryption=scram-sha-256",
                // Statements and key values may hold personal data: the log gets codes and sentences only.
                "-c",
                "log_error_verbosity=terse",
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "log_parameter_max_length_on_error=0",
                "-c",
                "log_statement=none",
                "-c",
                "log_checkpoints=off");
    }

    private void awaitReady(Path data) throws IOException {
        Path lock = data.resolve("postmaster.pid");
        long until = System.nanoTime() + READY.toNanos();
        while (System.nanoTime() < until) {
            if (isReady(lock)) {
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                stop();
                throw new IOException("PostgreSQL is not needed any more");
            }
            if (ended(20)) {
                stop();
                throw new IOException("PostgreSQL ended with exit code " + process.exitValue() + " while it started");
            }
        }
        stop();
        throw new IOException("PostgreSQL was not ready within " + READY.toSeconds() + " seconds");
    }

    /** Line 8 says so; a file of an earlier run names another process. */
    private boolean isReady(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return false;
        }
        List<String> lines = Files.readAllLines(lock);
        return lines.size() >= 8
                && lines.get(0).strip().equals(Long.toString(process.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private boolean ended(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    int port() {
        return port;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    void stop() throws IOException {
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            if (process.isAlive()) {
                Signals.send(process.toHandle(), signal);
                Signals.awaitEnd(process.toHandle(), FAST);
            }
        }
        try (OutputStream line = leash.getOutputStream()) {
            line.write("stopped\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException leashIsGone) {
            leash.destroy();
        }
    }
}
