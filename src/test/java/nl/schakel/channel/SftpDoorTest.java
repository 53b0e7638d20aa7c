package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.ports.FreePorts;
import nl.schakel.ports.OpenSsh;
import nl.schakel.ports.SftpHost;
import nl.schakel.referral.ProblemCode;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents to a partner's own server, and the doors of both templates. */
class SftpDoorTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path root;

    private House house;
    private SftpHost host;

    @BeforeEach
    void startsAServer() throws Exception {
        for (String name : List.of("in", "out")) {
            Files.createDirectory(root.resolve(name));
        }
        host = SftpHost.at(root, 0);
        house = new House();
        SftpHost.secret(house.secrets);
    }

    @AfterEach
    void stopsEverything() {
        house.close();
        host.close();
    }

    private Map<String, String> parameters(String directory) {
        return new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(host.port()),
                "account",
                SftpHost.ACCOUNT,
                "secret",
                "sftp",
                "hostkey",
                SftpHost.hostkey(),
                "directory",
                directory));
    }

    private void opened(Map<String, String> parameters) {
        assertThat(house.channels.open(House.partner("sftp-out", "sftp-out", parameters)))
                .isEmpty();
    }

    private Sent sent(String id, String text) {
        return house.backDoor.send(
                House.PARTNER,
                new Outgoing(
                        id,
                        "sftp-out",
                        "application/json",
                        text.getBytes(StandardCharsets.UTF_8),
                        Optional.of("h..s")));
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Another server in its place, which tells what is moved there. */
    private void with(Consumer<SshServer> habits, Consumer<Path> moved) {
        int port = host.port();
        host.close();
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(new SftpEventListener() {
            @Override
            public void moved(ServerSession session, Path from, Path to, Collection<CopyOption> how, Throwable failed) {
                moved.accept(to);
            }
        });
        host = SftpHost.with(root, port, sftp, habits);
    }

    @Test
    void leavesTheSealAndThenTheDocumentAndNothingElse() throws Exception {
        List<String> moved = new CopyOnWriteArrayList<>();
        with(habits -> {}, to -> moved.add(to.getFileName().toString()));
        opened(parameters("/out"));
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.Delivered.class);
        assertThat(moved).containsExactly("m-1.json.jws", "m-1.json");
        assertThat(names("out")).containsExactly("m-1.json", "m-1.json.jws");
        assertThat(root.resolve("out/m-1.json.jws")).hasContent("h..s");
        assertThat(root.resolve("out/m-1.json")).hasContent("{}");
    }

    @Test
    void aLargeDocumentArrivesByteForByte() throws Exception {
        opened(parameters("/out"));
        String large = "0123456789abcdef".repeat(120_000);
        assertThat(sent("m-1", large)).isInstanceOf(Sent.Delivered.class);
        assertThat(root.resolve("out/m-1.json")).hasContent(large);
    }

    @Test
    void takesARepeatAndRefusesOtherBytesUnderTheSameName() throws Exception {
        opened(parameters("/out"));
        sent("m-1", "{}");
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.Delivered.class);
        assertThat(sent("m-1", "[]"))
                .isInstanceOfSatisfying(
                        Sent.Refused.class,
                        no -> assertThat(no.problem().code()).isEqualTo(ProblemCode.MESSAGE_ID_CONFLICT));
        assertThat(root.resolve("out/m-1.json")).hasContent("{}");
        assertThat(names("out")).hasSize(2);
    }

    /** OpenSSH's own server, with a key that it wrote. */
    @Test
    void theServerThatMostHaveTakesADocumentItsRepeatAndALargeOne(@TempDir Path settings) throws Exception {
        assumeTrue(OpenSsh.isHere(), "OpenSSH's server is not here");
        try (OpenSsh theirs = OpenSsh.start(settings)) {
            Files.copy(theirs.key(), house.secrets.resolve("sftp"), StandardCopyOption.REPLACE_EXISTING);
            Map<String, String> parameters = parameters(root.resolve("out").toString());
            parameters.putAll(Map.of(
                    "port", Integer.toString(theirs.port()),
                    "account", OpenSsh.account(),
                    "hostkey", theirs.hostkey()));
            opened(parameters);
            String large = "0123456789abcdef".repeat(120_000);
            assertThat(sent("m-1", large)).isInstanceOf(Sent.Delivered.class);
            assertThat(sent("m-1", large)).isInstanceOf(Sent.Delivered.class);
            assertThat(sent("m-1", "[]")).isInstanceOf(Sent.Refused.class);
            assertThat(root.resolve("out/m-1.json")).hasContent(large);
            assertThat(names("out")).containsExactly("m-1.json", "m-1.json.jws");
        }
    }

    /** The server did it and its answer is lost: nobody knows, and once more does no harm. */
    @Test
    void aLostAnswerIsUnknownAndTheRepetitionTheSameDelivery() throws Exception {
        List<Path> moved = new CopyOnWriteArrayList<>();
        SshServer[] server = new SshServer[1];
        with(habits -> server[0] = habits, to -> {
            moved.add(to);
            if (moved.size() == 2) {
                server[0].getActiveSessions().forEach(session -> session.close(true));
            }
        });
        opened(parameters("/out"));
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.Unknown.class);
        assertThat(names("out")).contains("m-1.json");
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.Delivered.class);
        assertThat(moved).hasSize(2);
    }

    @Test
    void whatEndsBeforeTheDocumentAppearsIsCertainlyNotDelivered() throws Exception {
        SshServer[] server = new SshServer[1];
        with(habits -> server[0] = habits, to -> server[0].getActiveSessions().forEach(session -> session.close(true)));
        opened(parameters("/out"));
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.NotDelivered.class);
        assertThat(names("out")).doesNotContain("m-1.json");
    }

    @Test
    @Guards(Threat.T18)
    void leadsNowhereElse() throws Exception {
        opened(parameters("/out"));
        for (String id : List.of("../m-1", "a/b", ".hidden", "", "x".repeat(200), "a\u0000b")) {
            assertThat(sent(id, "{}")).isInstanceOf(Sent.NotDelivered.class);
        }
        Path outside = Files.writeString(root.resolve("in/outside.json"), "of somebody else");
        Files.createSymbolicLink(root.resolve("out/link.json"), outside);
        assertThat(sent("link", "{}")).isInstanceOf(Sent.Refused.class);
        assertThat(outside).hasContent("of somebody else");
        assertThat(names("out")).containsExactly("link.json");
    }

    @Test
    void nothingGoesToAServerWithAnotherKey() throws Exception {
        Map<String, String> parameters = parameters("/out");
        parameters.put("hostkey", SftpHost.otherHostkey());
        opened(parameters);
        assertThat(sent("m-1", "{}"))
                .isInstanceOfSatisfying(
                        Sent.NotDelivered.class,
                        no -> assertThat(no.problem().code()).isEqualTo(ProblemCode.SERVER_KEY_UNKNOWN));
        assertThat(host.introductions()).isZero();
        assertThat(names("out")).isEmpty();
    }

    @Test
    void nothingGoesToAServerThatKnowsOldWaysOnly() throws Exception {
        with(
                habits -> habits.setKeyExchangeFactories(List.of(ServerBuilder.DH2KEX.apply(
                        Objects.requireNonNull(BuiltinDHFactories.resolveFactory("diffie-hellman-group14-sha1"))))),
                to -> {});
        opened(parameters("/out"));
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.NotDelivered.class);
        assertThat(host.introductions()).isZero();
    }

    @Test
    void aServerThatIsAwayHasNoFolderOrDoesNotKnowUsHasNotGotIt() throws Exception {
        opened(parameters("/elsewhere"));
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.NotDelivered.class);
        Files.writeString(house.secrets.resolve("sftp"), "another word");
        opened(parameters("/out"));
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.NotDelivered.class);
        Map<String, String> nobody = parameters("/out");
        nobody.put("port", Integer.toString(FreePorts.one()));
        opened(nobody);
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.NotDelivered.class);
        assertThat(names("out")).isEmpty();
    }

    @Test
    void aKeyOpensTooAndThenNoPasswordIsOffered() throws Exception {
        KeyPair key = SftpHost.ed25519();
        key(key);
        host.welcome(key.getPublic());
        opened(parameters("/out"));
        assertThat(sent("m-1", "{}")).isInstanceOf(Sent.Delivered.class);
        key(SftpHost.ed25519());
        assertThat(sent("m-2", "{}")).isInstanceOf(Sent.NotDelivered.class);
        assertThat(host.passwords()).isEmpty();
    }

    private void key(KeyPair key) throws Exception {
        try (OutputStream file = Files.newOutputStream(house.secrets.resolve("sftp"))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "of a test", null, file);
        }
    }

    @Test
    @Guards(Threat.T23)
    void noDoorOpensWithASecretThatEverybodyCanReadOrThatIsNoUse() throws Exception {
        Path secret = house.secrets.resolve("sftp");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> doors().open()).isInstanceOf(DoorUnavailable.class);
        assertThat(house.channels.open(House.partner("sftp-out", "sftp-out", parameters("/out"))))
                .isPresent();
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(secret, "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nno key\n");
        assertThat(house.channels.open(House.partner("sftp-out", "sftp-out", parameters("/out"))))
                .isPresent();
        assertThat(house.works.templates().openRoutes()).isZero();
    }

    @Test
    void aParameterOfAnotherFormIsRefused() {
        Map<String, String> wrong = Map.of(
                "directory", "/in/../etc",
                "hostkey", "ED25519 MD5:00",
                "account", "a;b",
                "host", "h?x=y");
        wrong.forEach((name, value) -> {
            Map<String, String> parameters = parameters("/out");
            parameters.put(name, value);
            assertThat(house.channels.open(House.partner("sftp-out", "sftp-out", parameters)))
                    .as(name)
                    .isPresent();
        });
    }

    private FrontDoors doors() {
        return new FrontDoors(
                house.works.templates(),
                List.of(),
                Pickup.of(List.of(House.partner("sftp-in", "sftp-in", parameters("/in"))), house.works.templates()),
                house.works.rest());
    }

    @Test
    void theRouteOfATemplateLooksByItself() throws Exception {
        Files.writeString(root.resolve("in/list.csv"), "x");
        Files.writeString(root.resolve("in/list.csv.jws"), "head..seal");
        try (FrontDoors doors = doors()) {
            doors.open();
            await().atMost(SOON)
                    .until(() -> names("out").size() == 2 && names("taken").isEmpty());
        }
        assertThat(house.desk.files.get(0).owner()).contains(House.PARTNER);
        assertThat(house.desk.files.get(0).door()).isEqualTo("sftp");
        assertThat(names("in")).isEmpty();
    }
}
