package nl.schakel.ports;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * OpenSSH's own server with its own SFTP, as most partners run it: a process on a free port of this machine, with a host
 * key and a key for us that {@code ssh-keygen} made in this run. It sees the folders of this machine as this user does.
 */
public final class OpenSsh implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    private static final Duration START = Duration.ofSeconds(20);

    private final Process process;
    private final int port;
    private final Path folder;

    private OpenSsh(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    public static boolean isHere() {
        return Files.isExecutable(PROGRAM);
    }

    /** @param folder for its keys and settings; nobody else may write there */
    public static OpenSsh start(Path folder) {
        try {
            key(folder.resolve("host"));
            key(folder.resolve("ours"));
            Files.copy(folder.resolve("ours.pub"), folder.resolve("welcome"));
            int port = FreePorts.one();
            Path settings = Files.writeString(folder.resolve("sshd_config"), """
                    ListenAddress 127.0.0.1
                    Port %d
                    HostKey %s
                    AuthorizedKeysFile %s
                    PidFile none
                    StrictModes no
                    UsePAM no
                    PasswordAuthentication no
                    KbdInteractiveAuthentication no
                    PermitRootLogin prohibit-password
                    Subsystem sftp internal-sftp
                    """.formatted(
                            port, folder.resolve("host"), folder.resolve("welcome")));
            if (account().equals("root")) {
                // Where it locks itself up before a login; a package makes it when its service starts.
                Files.createDirectories(Path.of("/run/sshd"));
            }
            Process process = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            OpenSsh started = new OpenSsh(process, port, folder);
            started.awaitListening();
            return started;
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static void key(Path file) throws IOException {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file.toString());
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(Arrays.toString(command) + ": " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        return said;
    }

    private void awaitListening() throws IOException {
        await().atMost(START).until(() -> !process.isAlive() || listens());
        if (!process.isAlive()) {
            throw new IOException("It did not start: " + Files.readString(folder.resolve("output")));
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** The only account that it can let in: the one that runs this test. */
    public static String account() {
        return System.getProperty("user.name");
    }

    /** Our private key, as {@code ssh-keygen} writes it. */
    public Path key() {
        return folder.resolve("ours");
    }

    /** As a partner file names its key, and as {@code ssh-keygen -lf} says it. */
    public String hostkey() {
        try {
            return "ED25519 "
                    + run("ssh-keygen", "-lf", folder.resolve("host.pub").toString())
                            .split(" ")[1];
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
