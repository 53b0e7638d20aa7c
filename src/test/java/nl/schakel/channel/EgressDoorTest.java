package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.egress.Egress;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of channel that leads out, toward an address that may not be called. */
class EgressDoorTest {
    private static final Map<String, String> MAILBOX =
            Map.of("user", "overdracht@schakel.example", "secret", "mailbox", "recipient", "balie@eindhoven.example");

    private House house;

    @AfterEach
    void close() {
        house.close();
    }

    private void house(Egress egress) throws Exception {
        house = new House(new DoorWorks.Times(Duration.ofSeconds(30), Duration.ofSeconds(30)), egress);
        Path word = Files.writeString(house.secrets.resolve("mailbox"), "a-word-that-is-long-enough-to-sign-with\n");
        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("rw-------"));
    }

    private Sent send(String template, int port, Map<String, String> more) {
        Map<String, String> parameters = new java.util.LinkedHashMap<>(more);
        parameters.put("host", "localhost");
        parameters.put("port", Integer.toString(port));
        assertThat(house.channels.open(House.partner("out", template, parameters)))
                .isEmpty();
        byte[] bytes = template.equals("https-look-out")
                ? "c2f5f4a0-0f43-4d7d-8d2c-0b6f6e6c2a11".getBytes(StandardCharsets.US_ASCII)
                : Ward.message("A1").getBytes(StandardCharsets.UTF_8);
        return house.backDoor.send(
                House.PARTNER, new Outgoing("0190-1", "out", "application/octet-stream", bytes, Optional.empty()));
    }

    private static Map<String, String> parameters(String template) {
        return switch (template) {
            case "mail-out" -> MAILBOX;
            case "mllp-out" -> Map.of("line", "mllp-line");
            case "mllp-tls-out" -> Map.of("line", "mllp-tls-line");
            default -> Map.of();
        };
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> more = new java.util.LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }

    @ParameterizedTest
    @Guards(Threat.T17)
    @CsvSource({"fhir-rest-out", "https-json-out", "https-look-out", "soap-out", "mllp-out", "mllp-tls-out", "mail-out"
    })
    void aChannelToWhatIsNotListedMakesNoConnectionAndSaysWhy(String channel) throws Exception {
        house(Egress.listed(List.of("10.0.0.0/8"), true));
        try (ServerSocket listening = new ServerSocket(0)) {
            Sent sent = send(channel.replace("mllp-tls", "mllp"), listening.getLocalPort(), parameters(channel));
            assertThat(sent).isInstanceOfSatisfying(Sent.NotDelivered.class, not -> {
                assertThat(not.problem().code()).isEqualTo(ProblemCode.EGRESS_REFUSED);
                assertThat(not.problem().place()).hasValue("gateway.yaml, egress.allow");
                assertThat(not.problem().seen()).hasValue("this machine, in production");
            });
            assertThat(isCalled(listening)).isFalse();
        }
    }

    /** The name is looked up once more by who connects, and the address that it has then is looked at as well. */
    @ParameterizedTest
    @Guards(Threat.T17)
    @CsvSource({"mllp-out", "mllp-tls-out"})
    void aLineToANameThatTurnedMakesNoConnection(String channel) throws Exception {
        house(Egress.listed(List.of("10.0.0.0/8"), true)
                .with(name -> new InetAddress[] {InetAddress.getByName("10.0.0.1")}));
        try (ServerSocket listening = new ServerSocket(0)) {
            Sent sent = send("mllp-out", listening.getLocalPort(), parameters(channel));
            // Camel's pool forgets why, when it is refused before the pool looks.
            assertThat(sent)
                    .isInstanceOfSatisfying(
                            Sent.NotDelivered.class,
                            not -> assertThat(not.problem().code())
                                    .isIn(ProblemCode.EGRESS_REFUSED, ProblemCode.PARTNER_UNREACHABLE));
            assertThat(isCalled(listening)).isFalse();
        }
    }

    private static boolean isCalled(ServerSocket listening) throws IOException {
        listening.setSoTimeout(200);
        try (Socket call = listening.accept()) {
            return call.isConnected();
        } catch (java.net.SocketTimeoutException nobody) {
            return false;
        }
    }

    @Test
    @Guards(Threat.T17)
    void aNameThatTurnsIsFollowedNoFurtherThanWasLooked() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Shelter shelter = new Shelter()) {
            house(Egress.listed(List.of("127.0.0.1"), true).with(name -> new InetAddress[] {
                InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254")
            }));
            Map<String, String> first = Map.of("path", "/one");
            assertThat(send("https-json-out", shelter.port(), first)).isInstanceOf(Sent.Delivered.class);
            assertThat(asked).hasValue(1);
            assertThat(shelter.got).hasSize(1);
            assertThat(send("https-json-out", shelter.port(), first))
                    .as("the connection stands where it was looked")
                    .isInstanceOf(Sent.Delivered.class);
            assertThat(asked).hasValue(1);
            assertThat(send("https-json-out", shelter.port(), Map.of("path", "/another")))
                    .isInstanceOfSatisfying(
                            Sent.NotDelivered.class,
                            not -> assertThat(not.problem().seen()).hasValue("the metadata service of a cloud"));
            assertThat(shelter.got).hasSize(2);
        }
    }

    @Test
    @Guards(Threat.T17)
    void aMailboxThatMayNotBeLookedIntoIsSentNothing() throws Exception {
        house(Egress.listed(List.of("10.0.0.0/8"), true));
        try (ServerSocket listening = new ServerSocket(0)) {
            listening.setSoTimeout(60_000);
            Map<String, String> parameters = with(
                    with(
                            with(
                                    Map.of("user", "overdracht@schakel.example", "secret", "mailbox"),
                                    "host",
                                    "localhost"),
                            "port",
                            Integer.toString(listening.getLocalPort())),
                    "sender",
                    "balie@eindhoven.example");
            FrontDoors doors = new FrontDoors(
                    house.works.templates(),
                    List.of(),
                    Pickup.of(
                            List.of(House.partner(
                                    "mail-in", "mail-in", with(parameters, "verifier", "mx.schakel.example"))),
                            house.works.templates()),
                    house.works.rest());
            doors.open();
            try (Socket call = listening.accept()) {
                call.setSoTimeout(30_000);
                assertThat(call.getInputStream().read())
                        .as("no byte of TLS, no name, no password")
                        .isEqualTo(-1);
            } finally {
                doors.close();
            }
        }
    }

    /** A template that calls by another component would call past the list. */
    @Test
    @Guards(Threat.T17)
    void everyTemplateCallsByWhatIsGuarded() throws Exception {
        house(Egress.unlisted(false));
        Pattern uri = Pattern.compile("uri: \"([a-z]+):");
        List<String> inside = List.of("direct", "timer");
        try (Stream<Path> files = Files.list(Path.of("routes/channels"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                Matcher found = uri.matcher(text);
                while (found.find()) {
                    String scheme = found.group(1);
                    boolean line = scheme.equals("netty")
                            && (text.contains("clientInitializerFactory: \"#{{line}}\"")
                                    || text.contains("serverInitializerFactory"));
                    assertThat(inside.contains(scheme)
                                    || line
                                    || GuardedHttp.SCHEMES.contains(scheme)
                                    || GuardedMail.SCHEMES.contains(scheme))
                            .as(file.getFileName() + " " + scheme)
                            .isTrue();
                }
            }
        }
        await().untilAsserted(
                        () -> assertThat(house.works.templates().openRoutes()).isZero());
    }
}
