package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.ports.FreePorts;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail in and out, with a real mail server over TLS. */
class MailDoorTest {
    private static final String MAILBOX = MailRoom.MAILBOX;
    private static final String DESK = MailRoom.DESK;
    private static final String WORD = MailRoom.WORD;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private MailRoom room;
    private GreenMail server;
    private House house;
    private FrontDoors doors;

    @BeforeEach
    void startsAMailServer() throws Exception {
        room = new MailRoom(folder);
        server = room.server;
        house = room.house;
        doors = doors("localhost");
    }

    @AfterEach
    void stopsEverything() {
        doors.close();
        room.close();
    }

    private FrontDoors doors(String host) {
        return room.doors(host, server.getImaps().getPort());
    }

    private static String mail(String from, String results) {
        return (results.isEmpty() ? "" : "Authentication-Results: " + results + "\r\n")
                + "From: " + from + "\r\nTo: " + MAILBOX + "\r\nSubject: Aanmelding Jansen\r\n"
                + "delete: false\r\nmoveTo: Elders\r\nCamelFileName: x\r\n"
                + "Date: Mon, 20 Apr 2026 09:14:02 +0200\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\nGraag intake.\r\n";
    }

    private static String good() {
        return mail(
                "Balie <" + DESK + ">",
                "mx.schakel.example; spf=pass; dmarc=pass (p=reject) header.from=eindhoven.example");
    }

    private void arrives(String mail) throws Exception {
        room.arrives(mail.getBytes(StandardCharsets.UTF_8));
    }

    private int count(String name) throws Exception {
        return room.count(name);
    }

    @Test
    void aMailOfThePartnerIsHandedInByteForByteAndThenDeleted() throws Exception {
        arrives(good());
        doors.open();
        await().atMost(SOON).until(() -> house.desk.files.size() == 1 && count("INBOX") == 0);
        Inbound file = house.desk.files.get(0);
        assertThat(file.door()).isEqualTo("mail");
        assertThat(file.mediaType()).isEqualTo("message/rfc822");
        assertThat(file.owner()).contains(House.PARTNER);
        assertThat(file.headers()).isEmpty();
        assertThat(new String(file.bytes(), StandardCharsets.UTF_8))
                .contains("Subject: Aanmelding Jansen", "Graag intake.");
        assertThat(count("Elders")).as("what the mail's own headers ask for").isZero();
    }

    @Test
    void aMailThatCannotBeAcceptedNowStaysAndIsHandedInAgainWithTheSameBytes() throws Exception {
        house.desk.fileHabit = file -> house.desk.files.size() == 1
                ? new FileDesk.Later(Problem.of(ProblemCode.JOURNAL_UNAVAILABLE))
                : FakeDesk.settled(file);
        arrives(good());
        doors.open();
        await().atMost(SOON).until(() -> house.desk.files.size() == 2 && count("INBOX") == 0);
        assertThat(house.desk.files.get(1).bytes())
                .isEqualTo(house.desk.files.get(0).bytes());
    }

    @Test
    void aDeathBetweenCommitAndDeleteGivesTheSameMessageAgain() throws Exception {
        house.desk.fileHabit = file -> {
            if (house.desk.files.size() == 1) {
                // Committed, and then the process is gone before the mail is deleted.
                throw new IllegalStateException("as if the process died here");
            }
            return FakeDesk.settled(file);
        };
        arrives(good());
        doors.open();
        await().atMost(SOON).until(() -> house.desk.files.size() == 2 && count("INBOX") == 0);
        assertThat(house.desk.files.get(1).bytes())
                .isEqualTo(house.desk.files.get(0).bytes());
    }

    @Test
    void strangersBouncesAndForgersAreRefusedAndKept() throws Exception {
        String pass = "mx.schakel.example; dmarc=pass";
        arrives(mail("vreemde@elders.example", pass));
        arrives(mail("MAILER-DAEMON@elders.example", pass));
        arrives(mail(DESK, ""));
        arrives(mail(DESK, "mx.schakel.example; dmarc=fail"));
        arrives(mail(DESK, "evil.example; dmarc=pass"));
        arrives(mail(DESK, "mx.schakel.example; spf=fail (dmarc=pass)"));
        arrives(mail(DESK + ", vreemde@elders.example", pass));
        doors.open();
        await().atMost(SOON).until(() -> count(MailPickup.REFUSED) == 7 && count("INBOX") == 0);
        assertThat(house.desk.files).isEmpty();
    }

    @Test
    void aRefusedIntakeAndAMailThatIsTooLargeAreKeptForAPerson() throws Exception {
        house.desk.fileHabit = file -> FakeDesk.refused(file, Problem.of(ProblemCode.BSN_INVALID));
        arrives(good());
        arrives(good() + "x".repeat(998).concat("\r\n").repeat(2200));
        doors.open();
        await().atMost(SOON).until(() -> count(MailPickup.REFUSED) == 2 && count("INBOX") == 0);
        assertThat(house.desk.files).hasSize(1);
    }

    @Test
    @Guards(Threat.T23)
    void noDoorOpensWithAPasswordThatAllCanRead() throws Exception {
        room.secret("rw-r--r--");
        assertThatThrownBy(doors::open).isInstanceOf(DoorUnavailable.class);
        assertThat(house.works.templates().openRoutes()).isZero();
    }

    @Test
    void noPasswordGoesToAServerThatIsNotTheOneNamed() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        SSLContext elsewhere = TestKeys.context("elsewhere", List.of());
        try (ServerSocket other = elsewhere.getServerSocketFactory().createServerSocket(0)) {
            Thread listening = new Thread(() -> listen(other, heard, calls), "elsewhere");
            listening.setDaemon(true);
            listening.start();
            FrontDoors wrong = room.doors("localhost", other.getLocalPort());
            wrong.open();
            await().atMost(SOON).until(() -> calls.get() >= 2);
            wrong.close();
        }
        assertThat(heard).isEmpty();
    }

    private static void listen(ServerSocket socket, List<String> heard, AtomicInteger calls) {
        while (!socket.isClosed()) {
            try (Socket line = socket.accept()) {
                line.getOutputStream().write("* OK ready\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] said = line.getInputStream().readNBytes(1);
                heard.add(new String(said, StandardCharsets.US_ASCII));
            } catch (IOException hungUp) {
                // What the other side should do.
            } finally {
                calls.incrementAndGet();
            }
        }
    }

    @Test
    void aLetterLeavesAsAnAttachmentUnderAnIdThroughStarttls() throws Exception {
        Outgoing letter = new Outgoing(
                "0190-1",
                "mail-out",
                "application/pdf",
                "%PDF-1.7 test".getBytes(StandardCharsets.US_ASCII),
                Optional.of("h..s"));
        try (MailServer secured = new MailServer(TestKeys.partner(), MAILBOX, WORD)) {
            channel(secured.port());
            assertThat(house.backDoor.send(House.PARTNER, letter)).isInstanceOf(Sent.Delivered.class);
            assertThat(secured.envelope()).containsExactly("MAIL FROM:<" + MAILBOX + ">", "RCPT TO:<" + DESK + ">");
            MimeMessage mail = secured.mail();
            assertThat(mail.getSubject()).isEqualTo("Bericht 0190-1");
            assertThat(mail.getMessageID()).isEqualTo("<0190-1@schakel.example>");
            assertThat(mail.getRecipients(Message.RecipientType.TO))
                    .singleElement()
                    .hasToString(DESK);
            Multipart parts = (Multipart) mail.getContent();
            assertThat(parts.getCount()).isEqualTo(3);
            assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("0190-1.pdf");
            assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(letter.bytes());
            assertThat(parts.getBodyPart(2).getFileName()).isEqualTo("0190-1.pdf.jws");
        }
    }

    @Test
    void noPasswordAndNoLetterGoToAServerWithoutTlsOrOfAnotherName() throws Exception {
        Outgoing letter = new Outgoing("0190-2", "mail-out", "application/pdf", new byte[] {1}, Optional.empty());
        channel(server.getSmtp().getPort());
        assertThat(house.backDoor.send(House.PARTNER, letter)).isNotInstanceOf(Sent.Delivered.class);
        assertThat(server.getReceivedMessages()).isEmpty();
        try (MailServer other = new MailServer(TestKeys.context("elsewhere", List.of()), MAILBOX, WORD)) {
            channel(other.port());
            assertThat(house.backDoor.send(House.PARTNER, letter)).isNotInstanceOf(Sent.Delivered.class);
            assertThat(other.envelope()).isEmpty();
        }
    }

    @Test
    void aMailServerThatIsNotThereOrDoesNotKnowUsHasNotGotIt() throws Exception {
        Outgoing letter = new Outgoing("0190-3", "mail-out", "application/pdf", new byte[] {1}, Optional.empty());
        channel(FreePorts.one());
        assertThat(house.backDoor.send(House.PARTNER, letter)).isInstanceOf(Sent.NotDelivered.class);
        try (MailServer strict = new MailServer(TestKeys.partner(), MAILBOX, "another word")) {
            channel(strict.port());
            assertThat(house.backDoor.send(House.PARTNER, letter)).isInstanceOf(Sent.NotDelivered.class);
        }
    }

    private void channel(int port) {
        Map<String, String> parameters = Map.of(
                "host",
                "localhost",
                "port",
                Integer.toString(port),
                "user",
                MAILBOX,
                "secret",
                "mailbox",
                "recipient",
                DESK);
        assertThat(house.channels.open(House.partner("mail-out", "mail-out", parameters)))
                .isEmpty();
    }
}
