package nl.schakel.ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** An SFTP server of a partner over a folder of this machine, on a real socket, with keys and a password of this run. */
public final class SftpHost implements AutoCloseable {
    public static final String ACCOUNT = "schakel";
    public static final String PASSWORD = "made-for-this-run";

    /** Of every host of this run: an Ed25519 key, and another kind that is never pinned. */
    private static final List<KeyPair> KEYS = List.of(key(KeyPairProvider.ECDSA_SHA2_NISTP256), ed25519());

    static {
        // As in the product, whose classes may not have come first here.
        System.setProperty("org.apache.sshd.security.provider.BC.useNamed", "false");
    }

    private final SshServer server = SshServer.setUpDefaultServer();
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private final AtomicInteger accounts = new AtomicInteger();
    private final Set<String> extensions = ConcurrentHashMap.newKeySet();
    private volatile Optional<PublicKey> welcome = Optional.empty();

    private SftpHost(Path root, int port, SftpSubsystemFactory sftp) {
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(KEYS));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        sftp.addSftpEventListener(new SftpEventListener() {
            @Override
            public void receivedExtension(ServerSession session, String extension, int id) {
                extensions.add(extension);
            }
        });
        server.setSubsystemFactories(List.of(sftp));
        server.setPasswordAuthenticator((account, password, session) -> {
            passwords.add(password);
            accounts.incrementAndGet();
            return account.equals(ACCOUNT) && password.equals(PASSWORD);
        });
        server.setPublickeyAuthenticator((account, key, session) -> {
            accounts.incrementAndGet();
            return welcome.filter(known -> KeyUtils.compareKeys(known, key)).isPresent();
        });
        CoreModuleProperties.MAX_IDENTIFICATION_SIZE.set(server, 4 * 1024);
    }

    /** A server as most are. */
    public static SftpHost at(Path root, int port) {
        return with(root, port, new SftpSubsystemFactory(), habits -> {});
    }

    /** One that cannot put a file in the place of another in one step. */
    public static SftpHost withoutReplacing(Path root, int port) {
        return with(root, port, new Plain(), habits -> {});
    }

    /** Offers nothing beyond version 3. */
    private static final class Plain extends SftpSubsystemFactory {
        @Override
        public Command createSubsystem(ChannelSession channel) {
            return new SftpSubsystem(channel, this) {
                @Override
                protected void appendExtensions(Buffer buffer, String versions) {
                    // None.
                }
            };
        }
    }

    /** One with habits of its own. */
    public static SftpHost with(Path root, int port, SftpSubsystemFactory sftp, Consumer<SshServer> habits) {
        SftpHost host = new SftpHost(root, port, sftp);
        habits.accept(host.server);
        try {
            host.server.start();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
        return host;
    }

    /** As a partner file names its key. */
    public static String hostkey() {
        return "ED25519 "
                + KeyUtils.getFingerPrint(BuiltinDigests.sha256, KEYS.get(1).getPublic());
    }

    /** The same form, of a key that nobody has. */
    public static String otherHostkey() {
        return "ED25519 "
                + KeyUtils.getFingerPrint(BuiltinDigests.sha256, ed25519().getPublic());
    }

    /** Lets in whoever has the private half. */
    public void welcome(PublicKey key) {
        welcome = Optional.of(key);
    }

    /** Every password that was offered. */
    public List<String> passwords() {
        return List.copyOf(passwords);
    }

    /** How often somebody said who it is. */
    public int introductions() {
        return accounts.get();
    }

    /** What was asked for beyond version 3. */
    public Set<String> extensions() {
        return Set.copyOf(extensions);
    }

    public int port() {
        return server.getPort();
    }

    public static KeyPair ed25519() {
        return key(KeyPairProvider.SSH_ED25519);
    }

    private static KeyPair key(String kind) {
        try {
            return KeyUtils.generateKeyPair(kind, 256);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A partner's channels as its file has them, to folders below this server's root. */
    public static String channels(int port, boolean sealed) {
        return channel(port, "in", sealed) + channel(port, "out", true);
    }

    private static String channel(int port, String way, boolean sealed) {
        return String.join(
                "\n",
                "  - name: drop-" + way,
                "    template: sftp-" + way,
                "    sealed: " + sealed,
                "    parameters:",
                "      host: 127.0.0.1",
                "      port: " + port,
                "      account: " + ACCOUNT,
                "      secret: sftp",
                "      hostkey: \"" + hostkey() + "\"",
                "      directory: /" + way,
                "");
    }

    /** The password where a gateway of this home looks for it. */
    public static void secret(Path secrets) throws IOException {
        Files.createDirectories(secrets);
        Path file = Files.writeString(secrets.resolve("sftp"), PASSWORD + "\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    /** As a power cut: connections end where they are. */
    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
