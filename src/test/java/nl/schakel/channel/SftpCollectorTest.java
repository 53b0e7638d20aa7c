package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.egress.Egress;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.ports.SftpHost;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The folders on a partner's own server, over a real socket. */
@Guards(Threat.T18)
class SftpCollectorTest extends SftpContract {
    SftpHost host;

    @BeforeEach
    void startsAServer() throws IOException {
        host = host(in.getParent(), 0);
        SftpHost.secret(secrets);
    }

    SftpHost host(Path root, int port) {
        return SftpHost.at(root, port);
    }

    @AfterEach
    void stopsIt() {
        host.close();
    }

    @Override
    SftpWay agreed() {
        return way(SftpHost.hostkey(), TIMES);
    }

    private SftpWay way(String hostkey, SftpServer.Times times) {
        return new SftpWay(server(hostkey), times, clock, nanos::get);
    }

    private SftpServer server(String hostkey) {
        return server(hostkey, Egress.unlisted(false));
    }

    private SftpServer server(String hostkey, Egress egress) {
        return server("127.0.0.1", hostkey, egress);
    }

    private SftpServer server(String name, String hostkey, Egress egress) {
        return new SftpServer(
                name,
                host.port(),
                HostKeys.of(hostkey),
                SftpLogin.of(SftpHost.ACCOUNT, new Secret(secrets.resolve("sftp"))),
                "/in",
                egress);
    }

    private DropCollector collector(SftpWay way) {
        return new DropCollector(
                "sftp", new PartnerId("pi-demo"), way, new Steadiness(QUIET, Optional.empty(), nanos::get), desk);
    }

    @Test
    void looksAtNothingOfAServerWithAnotherKeyAndTellsItNoPassword() throws IOException {
        put("list.csv", "rows");
        SftpWay way = way(SftpHost.otherHostkey(), TIMES);
        assertThat(refusal(way).code()).isEqualTo(ProblemCode.SERVER_KEY_UNKNOWN);
        assertThat(refusal(way(SftpHost.otherHostkey(), TIMES)).seen())
                .contains(SftpHost.hostkey().replace("ED25519 ", ""));
        collector = collector(way);
        lookLongEnough();
        assertThat(desk.files).isEmpty();
        assertThat(host.introductions()).as("not even the account was named").isZero();
        assertThat(names(in)).containsExactly("list.csv");
    }

    private static Problem refusal(SftpWay way) throws IOException {
        try (DropPlaces places = way.open().orElseThrow()) {
            throw new AssertionError("open: " + places);
        } catch (NotReached refused) {
            return refused.problem();
        }
    }

    @Test
    @Guards(Threat.T17)
    void callsNoServerThatMayNotBeCalled() {
        SftpServer elsewhere = server(SftpHost.hostkey(), Egress.listed(List.of("10.0.0.0/8"), false));
        assertThatThrownBy(() -> new SftpWay(elsewhere, TIMES, clock, nanos::get).open())
                .isInstanceOfSatisfying(
                        NotReached.class,
                        not -> assertThat(not.problem().code()).isEqualTo(ProblemCode.EGRESS_REFUSED));
        assertThat(host.introductions()).isZero();
    }

    /** Whoever else is asked for the name has no say: nobody knows it but our list. */
    @Test
    @Guards(Threat.T17)
    void callsTheAddressThatWasLookedAt() throws IOException {
        Egress ours = Egress.listed(List.of("127.0.0.1"), false).with(name ->
                new InetAddress[] {InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1})});
        SftpServer named = server("sftp.nowhere.invalid", SftpHost.hostkey(), ours);
        try (DropPlaces places =
                new SftpWay(named, TIMES, clock, nanos::get).open().orElseThrow()) {
            assertThat(places.in().isThere()).isTrue();
        }
    }

    @Test
    void knowsAServerByItsNextKeyToo() throws IOException {
        put("list.csv", "rows");
        collector = collector(way("RSA " + SftpHost.otherHostkey().substring(8) + ", " + SftpHost.hostkey(), TIMES));
        lookLongEnough();
        assertThat(bodies()).containsExactly("rows");
    }

    @Test
    void refusesAServerThatHasNoKeyOfTheKindThatWasAgreed() throws IOException {
        Problem problem = refusal(way(SftpHost.hostkey().replace("ED25519", "RSA"), TIMES));
        assertThat(problem.code()).isEqualTo(ProblemCode.PARTNER_UNREACHABLE);
        assertThat(problem.seen()).contains("no algorithm or kind of key in common");
        assertThat(host.introductions()).isZero();
    }

    @Test
    void aWrongPasswordIsSaidAndNotTriedAgainAtOnce() throws IOException {
        Files.writeString(secrets.resolve("sftp"), "another word");
        SftpWay way = way(SftpHost.hostkey(), TIMES);
        Problem problem = refusal(way);
        assertThat(problem.code()).isEqualTo(ProblemCode.PARTNER_UNREACHABLE);
        assertThat(problem.seen()).contains("its server refused our login");
        later(DoorLimits.SFTP_LOOK.minusSeconds(1));
        assertThat(way.open()).isEmpty();
        later(Duration.ofSeconds(1));
        refusal(way);
        later(DoorLimits.SFTP_LOOK);
        assertThat(way.open()).as("twice as long").isEmpty();
        assertThat(host.passwords()).containsExactly("another word", "another word");
        later(DoorLimits.SFTP_LOOK.multipliedBy(2));
        Files.writeString(secrets.resolve("sftp"), SftpHost.PASSWORD);
        way.open().orElseThrow().close();
    }

    @Test
    @Guards(Threat.T23)
    void aPasswordThatEverybodyCanReadIsNotUsed() throws IOException {
        Files.setPosixFilePermissions(secrets.resolve("sftp"), PosixFilePermissions.fromString("rw-r--r--"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> server(SftpHost.hostkey()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void goesOnWhereItWasWhenTheServerWasAwayInTheMiddle() throws IOException {
        put("list.csv", "rows");
        put("list.csv.jws", "head..seal");
        int port = host.port();
        desk.fileHabit = file -> {
            if (desk.files.size() == 1) {
                host.close();
            }
            return FakeDesk.settled(file);
        };
        lookLongEnough();
        assertThat(names(place("out"))).as("committed, and no receipt yet").isEmpty();
        assertThat(names(place("taken"))).hasSize(2);
        lookLongEnough();
        host = host(in.getParent(), port);
        later(DoorLimits.SFTP_REST);
        look();
        assertThat(bodies()).containsExactly("rows", "rows");
        assertThat(desk.files.get(1).seals().beside()).contains("head..seal");
        assertThat(names(place("out"))).hasSize(2);
        assertThat(names(place("taken"))).isEmpty();
    }

    /** Each file must be handed in with its seal, whoever takes it and whenever the other looks. */
    @Test
    void severalGatewaysMayLookAtOnce() throws Exception {
        List<String> all = IntStream.range(0, 25).mapToObj(i -> "rows " + i).toList();
        for (String rows : all) {
            put(rows.replace(' ', '-') + ".csv", rows);
            put(rows.replace(' ', '-') + ".csv.jws", "seal.." + rows.hashCode());
        }
        List<DropCollector> gateways = List.of(collector(Optional.empty()), collector(Optional.empty()));
        gateways.forEach(gateway -> gateway.look(() -> false));
        later(QUIET);
        List<Thread> threads = gateways.stream()
                .map(gateway -> new Thread(() -> gateway.look(() -> false)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        lookLongEnough();
        assertThat(bodies()).containsAll(all);
        assertThat(desk.files)
                .allMatch(file -> file.seals()
                        .beside()
                        .equals(Optional.of("seal.." + text(file).hashCode())));
        assertThat(names(in)).isEmpty();
        assertThat(names(place("taken"))).isEmpty();
        assertThat(names(place("out"))).hasSize(50);
    }

    private static String text(Inbound file) {
        return new String(file.bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aFreshSealWithoutItsFileIsAnotherGatewaysAndAnOldOneIsForgotten() throws IOException {
        look();
        Path fresh = Files.writeString(place("taken").resolve("fresh.csv.jws"), "x..y");
        Path old = Files.writeString(place("taken").resolve("old.csv.jws"), "x..y");
        Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(0));
        look();
        assertThat(fresh).exists();
        assertThat(old).doesNotExist();
    }

    @Test
    void aNameThatLeadsElsewhereIsLeft() throws IOException {
        host.close();
        SftpSubsystemFactory naming = new SftpSubsystemFactory();
        naming.setFileSystemAccessor(new SftpFileSystemAccessor() {
            @Override
            public void putRemoteFileName(
                    SftpSubsystemProxy sftp, Path path, Buffer buffer, String name, boolean shortName)
                    throws IOException {
                String told = switch (name) {
                    case "up.csv" -> "../outside.csv";
                    case "win.csv" -> "..\\secrets.csv";
                    case "zero.csv" -> "a\0.csv";
                    case "none.csv" -> "";
                    default -> name;
                };
                SftpFileSystemAccessor.super.putRemoteFileName(sftp, path, buffer, told, shortName);
            }
        });
        host = SftpHost.with(in.getParent(), host.port(), naming, habits -> {});
        for (String name : List.of("up.csv", "win.csv", "zero.csv", "none.csv", "good.csv")) {
            put(name, name);
        }
        Path outside = Files.writeString(in.getParent().resolve("outside.csv"), "of somebody else");
        lookLongEnough();
        lookLongEnough();
        assertThat(bodies()).containsExactly("good.csv");
        assertThat(outside).exists();
    }

    @Test
    void whoDoesNotAnswerIsHungUpOnAndNothingIsLost() throws IOException {
        put("list.csv", "rows");
        java.util.concurrent.CountDownLatch silent = new java.util.concurrent.CountDownLatch(1);
        host.close();
        SftpSubsystemFactory slow = new SftpSubsystemFactory();
        slow.addSftpEventListener(new SftpEventListener() {
            @Override
            public void reading(
                    org.apache.sshd.server.session.ServerSession session,
                    String handle,
                    FileHandle file,
                    long offset,
                    byte[] bytes,
                    int at,
                    int length) {
                try {
                    silent.await();
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        host = SftpHost.with(in.getParent(), host.port(), slow, habits -> {});
        collector = collector(way(
                SftpHost.hostkey(),
                new SftpServer.Times(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(60))));
        lookLongEnough();
        assertThat(desk.files).isEmpty();
        assertThat(names(place("taken"))).hasSize(1);
        silent.countDown();
        look();
        assertThat(bodies()).containsExactly("rows");
    }

    @Test
    void whoAnswersWhatNobodyAskedIsHungUpOn() throws IOException {
        host.close();
        host = SftpHost.with(in.getParent(), host.port(), new Chatterbox(), habits -> {});
        put("list.csv", "rows");
        lookLongEnough();
        assertThat(desk.files).isEmpty();
    }

    /** Gives every answer a hundred times. */
    private static final class Chatterbox extends SftpSubsystemFactory {
        @Override
        public org.apache.sshd.server.command.Command createSubsystem(
                org.apache.sshd.server.channel.ChannelSession channel) throws IOException {
            return new org.apache.sshd.sftp.server.SftpSubsystem(channel, this) {
                private int answers;

                @Override
                protected void send(Buffer buffer) throws IOException {
                    byte[] whole = buffer.getCompactData().clone();
                    answers++;
                    for (int i = 0; answers > 1 && i < 100; i++) {
                        super.send(new org.apache.sshd.common.util.buffer.ByteArrayBuffer(whole.clone()));
                    }
                    super.send(buffer);
                }
            };
        }
    }

    @Test
    void asksForWhatTheServerCanDo() throws IOException {
        put("list.csv", "rows");
        lookLongEnough();
        assertThat(bodies()).containsExactly("rows");
        assertThat(host.extensions()).isEqualTo(extensions());
    }

    java.util.Set<String> extensions() {
        return java.util.Set.of("posix-rename@openssh.com", "fsync@openssh.com");
    }

    @Test
    void comesAgainWhenTheJournalIsThere() throws IOException {
        desk.fileHabit = file -> new FileDesk.Later(Problem.of(ProblemCode.JOURNAL_UNAVAILABLE));
        put("first.csv", "1");
        lookLongEnough();
        assertThat(names(place("taken"))).hasSize(1);
        desk.fileHabit = FakeDesk::settled;
        look();
        assertThat(bodies()).containsExactly("1", "1");
    }
}
