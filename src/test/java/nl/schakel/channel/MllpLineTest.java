package nl.schakel.channel;

import static nl.schakel.channel.Ward.framed;
import static nl.schakel.channel.Ward.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.ports.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MllpLineTest {
    private static House house;

    @BeforeAll
    static void opens() throws Exception {
        house = new House(new DoorWorks.Times(Duration.ofSeconds(5), Duration.ofSeconds(3)));
    }

    @AfterAll
    static void shuts() {
        house.close();
    }

    /** A system that takes HL7 and answers each message as its habit says; an empty answer is none. */
    private static final class Epd implements AutoCloseable {
        final List<String> got = new CopyOnWriteArrayList<>();
        final List<Socket> lines = new CopyOnWriteArrayList<>();
        private final ServerSocket server;

        Epd(ServerSocket server, UnaryOperator<String> habit) {
            this.server = server;
            Thread listener = new Thread(() -> listen(habit), "epd");
            listener.setDaemon(true);
            listener.start();
        }

        static Epd answering(UnaryOperator<String> habit) throws IOException {
            return new Epd(new ServerSocket(0), habit);
        }

        private void listen(UnaryOperator<String> habit) {
            try {
                while (true) {
                    Socket line = server.accept();
                    lines.add(line);
                    Thread talk = new Thread(() -> talk(line, habit), "epd-line");
                    talk.setDaemon(true);
                    talk.start();
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private void talk(Socket line, UnaryOperator<String> habit) {
            try {
                StringBuilder heard = new StringBuilder();
                for (int next = line.getInputStream().read();
                        next >= 0;
                        next = line.getInputStream().read()) {
                    heard.append((char) next);
                    if (next == '\r' && heard.charAt(heard.length() - 2) == 0x1c) {
                        String message = heard.substring(1, heard.length() - 2);
                        got.add(message);
                        heard.setLength(0);
                        line.getOutputStream().write(habit.apply(message).getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            } catch (IOException closed) {
                // The gateway hung up.
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static String ack(String code, String message) {
        String id = FakeDesk.controlId(message.getBytes(StandardCharsets.ISO_8859_1));
        return framed("MSH|^~\\&|EPD|||||ACK|9|P|2.5\rMSA|" + code + "|" + id + "\r");
    }

    private static Sent send(String id) {
        return house.backDoor.send(
                House.PARTNER,
                new Outgoing(
                        id,
                        "hl7-out",
                        "x-application/hl7-v2+er7",
                        message(id).getBytes(StandardCharsets.UTF_8),
                        Optional.empty()));
    }

    private static void open(String line, int port) {
        assertThat(house.channels.open(House.partner(
                        "hl7-out",
                        "mllp-out",
                        Map.of("host", "localhost", "port", Integer.toString(port), "line", line))))
                .isEmpty();
    }

    private static Sent answered(UnaryOperator<String> habit) throws IOException {
        try (Epd epd = Epd.answering(habit)) {
            open("mllp-line", epd.port());
            return send("A1");
        }
    }

    @Test
    void deliversTheExactBytesAndKeepsTheAcknowledgement() throws Exception {
        try (Epd epd = Epd.answering(m -> ack("AA", m))) {
            open("mllp-line", epd.port());
            for (int i = 0; i < 10; i++) {
                assertThat(send("M" + i))
                        .isInstanceOfSatisfying(
                                Sent.Delivered.class,
                                sent -> assertThat(new String(sent.evidence(), StandardCharsets.UTF_8))
                                        .contains("MSA|AA|M"));
            }
            assertThat(epd.got).hasSize(10).startsWith(message("M0"));
            assertThat(epd.lines).hasSize(1);
        }
    }

    @Test
    void tellsAcknowledgementsApart() throws Exception {
        assertThat(answered(m -> ack("CA", m))).isInstanceOf(Sent.Delivered.class);
        for (String code : List.of("AE", "AR", "CE", "CR")) {
            assertThat(answered(m -> ack(code, m))).isInstanceOfSatisfying(Sent.Refused.class, refused -> {
                assertThat(refused.problem().seen()).hasValue(code);
                assertThat(refused.evidence()).isNotEmpty();
            });
        }
        assertThat(answered(m -> ack("ZZ", m))).isInstanceOf(Sent.Unknown.class);
    }

    @Test
    void doesNotKnowTheOutcomeWithoutItsOwnAcknowledgement() throws Exception {
        assertThat(answered(m -> "")).isInstanceOf(Sent.Unknown.class);
        assertThat(answered(m -> ack("AA", message("OTHER")))).isInstanceOf(Sent.Unknown.class);
        assertThat(answered(m -> "garbage")).isInstanceOf(Sent.Unknown.class);
        assertThat(answered(m -> framed("x".repeat(DoorLimits.ANSWER_BYTES + 1))))
                .isInstanceOf(Sent.Unknown.class);
    }

    @Test
    void neverTakesALateAcknowledgementForTheNextMessages() throws Exception {
        try (Epd epd = Epd.answering(m -> m.contains("|LATE|") ? "" : ack("AA", m))) {
            open("mllp-line", epd.port());
            assertThat(send("LATE")).isInstanceOf(Sent.Unknown.class);
            assertThat(send("NEXT")).isInstanceOf(Sent.Delivered.class);
            assertThat(epd.lines).hasSize(2);
        }
    }

    @Test
    void triesLaterWhenNobodyListens() {
        open("mllp-line", FreePorts.one());
        assertThat(send("N1")).isInstanceOf(Sent.NotDelivered.class);
        assertThat(send("N2")).isInstanceOf(Sent.NotDelivered.class);
    }

    @Test
    void connectsAgainAfterThePartnerHungUp() throws Exception {
        try (Epd epd = Epd.answering(m -> ack("AA", m))) {
            open("mllp-line", epd.port());
            assertThat(send("H1")).isInstanceOf(Sent.Delivered.class);
            epd.lines.get(0).close();
            Sent second = send("H2");
            Sent third = send("H3");
            assertThat(second).isNotInstanceOf(Sent.Refused.class);
            assertThat(third).isInstanceOf(Sent.Delivered.class);
        }
    }

    @Test
    void speaksTlsToTheRightHostOnly() throws Exception {
        ServerSocket right = TestKeys.partner().getServerSocketFactory().createServerSocket(0);
        try (Epd epd = new Epd(right, m -> ack("AA", m))) {
            open("mllp-tls-line", epd.port());
            assertThat(send("T1")).isInstanceOf(Sent.Delivered.class);
        }
        ServerSocket wrong = TestKeys.context("elsewhere", List.of("gateway"))
                .getServerSocketFactory()
                .createServerSocket(0);
        try (Epd epd = new Epd(wrong, m -> ack("AA", m))) {
            open("mllp-tls-line", epd.port());
            assertThat(send("T2")).isInstanceOf(Sent.NotDelivered.class);
            assertThat(epd.got).isEmpty();
        }
    }
}
