package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.directory.ChannelUse;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.ports.FreePorts;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpsCallTest {
    private static House house;
    /** For what happens when a partner is silent. */
    private static House impatient;

    @BeforeAll
    static void opens() throws Exception {
        house = new House(new DoorWorks.Times(Duration.ofSeconds(5), Duration.ofSeconds(20)));
        impatient = new House(new DoorWorks.Times(Duration.ofSeconds(5), Duration.ofSeconds(4)));
    }

    @AfterAll
    static void shuts() {
        house.close();
        impatient.close();
    }

    private static Outgoing outgoing() {
        return new Outgoing(
                "6f1d-1",
                "fhir-out",
                "application/fhir+json",
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                Optional.of("h..s"));
    }

    private static Sent sendTo(String host, int port) {
        return sendFrom(house, host, port);
    }

    private static Sent sendFrom(House caller, String host, int port) {
        var problem = caller.channels.open(House.partner(
                "fhir-out",
                "fhir-rest-out",
                Map.of("host", host, "port", Integer.toString(port), "path", "/fhir/$process-message")));
        assertThat(problem).isEmpty();
        return caller.backDoor.send(House.PARTNER, outgoing());
    }

    private static Sent answered(Shelter.Habit habit) {
        return answered(house, habit);
    }

    private static Sent answered(House caller, Shelter.Habit habit) {
        try (Shelter shelter = new Shelter()) {
            shelter.habit = habit;
            return sendFrom(caller, "localhost", shelter.port());
        }
    }

    @Test
    void deliversExactlyTheBytesWithTheirSeal() {
        try (Shelter shelter = new Shelter()) {
            Sent sent = sendTo("localhost", shelter.port());

            assertThat(sent)
                    .isInstanceOfSatisfying(
                            Sent.Delivered.class,
                            delivered -> assertThat(new String(delivered.evidence(), StandardCharsets.UTF_8))
                                    .contains("OperationOutcome"));
            Shelter.Got got = shelter.got.get(0);
            assertThat(got.method()).isEqualTo("POST");
            assertThat(got.path()).isEqualTo("/fhir/$process-message");
            assertThat(got.body()).isEqualTo(outgoing().bytes());
            assertThat(got.headers().getFirst("Payload-Signature")).isEqualTo("h..s");
            assertThat(got.headers().getFirst("X-Request-ID")).isEqualTo("6f1d-1");
            assertThat(got.headers().getFirst("Content-Type")).isEqualTo("application/fhir+json");
            assertThat(got.headers().getFirst("Accept")).isEqualTo("application/fhir+json");
            assertThat(got.headers().keySet()).noneMatch(HttpAnswers::isInternal);
        }
    }

    @Test
    void aSealOfTheApiDesignRulesGoesUnderBothItsNamesWithTheDigest() {
        String jws =
                java.util.Base64.getUrlEncoder().encodeToString("{\"sigD\":{}}".getBytes(StandardCharsets.US_ASCII))
                        + "..s";
        org.apache.camel.Message message =
                new org.apache.camel.support.DefaultMessage(new org.apache.camel.impl.DefaultCamelContext());
        HopSeal.onto(message, jws, "{}".getBytes(StandardCharsets.US_ASCII));
        assertThat(message.getHeader("Payload-Signature")).isEqualTo(jws);
        assertThat(message.getHeader("nlgov-adr-payload-sig")).isEqualTo(jws);
        assertThat(message.getHeader("Digest")).isEqualTo("SHA-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=");
        message.removeHeaders("*");
        HopSeal.onto(message, "h..s", new byte[0]);
        assertThat(message.getHeaders()).containsOnlyKeys("Payload-Signature");
    }

    @Test
    void sealsTheRequestAsItLeavesWhereThatWasAgreed() {
        try (Shelter shelter = new Shelter()) {
            Map<String, String> parameters =
                    Map.of("host", "localhost", "port", Integer.toString(shelter.port()), "path", "/fhir/in");
            ChannelUse use = new ChannelUse(
                    "fhir-out", "fhir-rest-out", parameters, true, Map.of(), false, SealForm.ADR_MESSAGE);
            assertThat(house.channels.open(House.partner(List.of(use)))).isEmpty();
            String jws =
                    java.util.Base64.getUrlEncoder().encodeToString("{\"sigD\":{}}".getBytes(StandardCharsets.US_ASCII))
                            + "..s";
            Outgoing outgoing = new Outgoing(
                    "6f1d-2", "fhir-out", "application/fhir+json", outgoing().bytes(), Optional.of(jws));
            assertThat(house.backDoor.send(House.PARTNER, outgoing)).isInstanceOf(Sent.Delivered.class);
            Shelter.Got got = shelter.got.get(0);
            RequestHead head = new RequestHead(
                    got.method(),
                    got.path(),
                    got.headers().entrySet().stream()
                            .flatMap(one ->
                                    one.getValue().stream().map(value -> new RequestHead.Field(one.getKey(), value)))
                            .toList());
            assertThat(head.toBeSigned())
                    .containsExactly("(request-target)", "host", "content-type", "content-length", "digest");
            assertThat(head.values("host")).containsExactly("localhost:" + shelter.port());
            assertThat(head.values("Payload-Signature")).containsExactly(jws);
            for (String name : List.of("Message-Signature", "nlgov-adr-message-sig")) {
                String over = head.values(name).get(0);
                assertThat(House.verifier().verifyRequest(head, got.body(), over, Workshop.NOW))
                        .isInstanceOf(Step.Next.class);
                assertThat(House.verifier().verifyRequest(head, new byte[1], over, Workshop.NOW))
                        .isInstanceOf(Step.Stopped.class);
            }
        }
    }

    @Test
    void tellsEveryStatusApart() {
        assertThat(HttpsCall.meaning(200, new byte[0])).isInstanceOf(Sent.Delivered.class);
        assertThat(HttpsCall.meaning(202, new byte[0])).isInstanceOf(Sent.Delivered.class);
        byte[] duplicate = "{\"issue\":[{\"code\":\"duplicate\"}]}".getBytes(StandardCharsets.UTF_8);
        assertThat(HttpsCall.meaning(409, duplicate)).isInstanceOf(Sent.Delivered.class);
        assertThat(HttpsCall.meaning(409, new byte[0])).isInstanceOf(Sent.Refused.class);
        for (int status : List.of(301, 400, 401, 403, 404, 413, 422)) {
            assertThat(HttpsCall.meaning(status, new byte[0])).isInstanceOf(Sent.Refused.class);
        }
        for (int status : List.of(408, 425, 429, 500, 502, 503, 504)) {
            assertThat(HttpsCall.meaning(status, new byte[0])).isInstanceOf(Sent.NotDelivered.class);
        }
    }

    @Test
    void hearsWhenAPartnerWithoutTimeWantsToBeAskedAgain() {
        Sent sent = answered(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "42");
            exchange.getResponseHeaders().set("CamelHttpUri", "http://evil.example");
            exchange.getResponseHeaders().set("X-Other", "1");
            Shelter.say(exchange, 503, "later");
        });
        assertThat(sent)
                .isInstanceOfSatisfying(
                        Sent.NotDelivered.class,
                        failed -> assertThat(failed.problem().again()).contains(java.time.Duration.ofSeconds(42)));
    }

    @Test
    void believesNoYesThatCannotBeAboutTheseBytes() {
        for (String answer : List.of(
                "<!DOCTYPE html><title>Maintenance</title>",
                "\n <html>",
                "{\"received\":\"x\",\"sha256\":\"" + "0".repeat(64) + "\"}")) {
            assertThat(answered(exchange -> Shelter.say(exchange, 200, answer)))
                    .as(answer)
                    .isInstanceOf(Sent.Unknown.class);
        }
        String ours = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
        for (String answer : List.of("{\"received\":\"x\",\"sha256\":\"" + ours + "\"}", "", "ok")) {
            assertThat(answered(exchange -> Shelter.say(exchange, 200, answer)))
                    .as(answer)
                    .isInstanceOf(Sent.Delivered.class);
        }
    }

    @Test
    void keepsARefusalAsEvidence() {
        Sent sent = answered(exchange -> Shelter.say(exchange, 422, "no room"));
        assertThat(sent).isInstanceOfSatisfying(Sent.Refused.class, refused -> {
            assertThat(new String(refused.evidence(), StandardCharsets.UTF_8)).isEqualTo("no room");
            assertThat(refused.problem().seen()).hasValue("HTTP 422");
        });
    }

    @Test
    @Guards(Threat.T17)
    void followsNoRedirect() {
        try (Shelter elsewhere = new Shelter()) {
            Sent sent = answered(exchange -> {
                exchange.getResponseHeaders().set("Location", "https://localhost:" + elsewhere.port() + "/");
                Shelter.say(exchange, 307, "");
            });
            assertThat(sent).isInstanceOf(Sent.Refused.class);
            assertThat(elsewhere.got).isEmpty();
        }
    }

    @Test
    void takesNoMoreThanTheLimitOfAnAnswer() {
        Sent sent = answered(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.getResponseHeaders().set("CamelHttpUri", "https://evil.example");
            Shelter.say(exchange, 200, "x".repeat(1_000_000));
        });
        assertThat(sent)
                .isInstanceOfSatisfying(
                        Sent.Delivered.class,
                        delivered -> assertThat(delivered.evidence().length).isEqualTo(DoorLimits.ANSWER_BYTES));
    }

    @Test
    void doesNotKnowTheOutcomeWhenNoAnswerComesInTime() {
        CountDownLatch never = new CountDownLatch(1);
        Sent silent = answered(impatient, exchange -> await(never));
        assertThat(silent).isInstanceOf(Sent.Unknown.class);
        Sent dripping = answered(impatient, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < 1_000 && never.getCount() > 0; i++) {
                    body.write('x');
                    body.flush();
                    assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(dripping).isInstanceOf(Sent.Unknown.class);
    }

    @Test
    void doesNotKnowTheOutcomeWhenThePartnerAnswersGarbageOrNothing() throws Exception {
        for (String answer : List.of("this is not HTTP\r\n\r\n", "")) {
            try (SSLServerSocket socket = (SSLServerSocket)
                    TestKeys.partner().getServerSocketFactory().createServerSocket(0)) {
                Thread server = new Thread(() -> answerOnce(socket, answer));
                server.start();
                assertThat(sendTo("localhost", socket.getLocalPort())).isInstanceOf(Sent.Unknown.class);
                server.join();
            }
        }
    }

    private static void answerOnce(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            assertThat(socket.getInputStream().read(new byte[8192])).isPositive();
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (java.io.IOException closed) {
            // The gateway hung up first.
        }
    }

    @Test
    void triesLaterWhenNobodyListens() {
        assertThat(sendTo("localhost", FreePorts.one()))
                .isInstanceOfSatisfying(
                        Sent.NotDelivered.class,
                        sent -> assertThat(sent.problem().code()).isEqualTo(ProblemCode.PARTNER_UNREACHABLE));
        assertThat(sendTo("nowhere.invalid", 443)).isInstanceOf(Sent.NotDelivered.class);
    }

    @Test
    void triesLaterWhenTheConnectionIsNeverSecured() throws Exception {
        try (ServerSocket mute = new ServerSocket(0)) {
            assertThat(sendFrom(impatient, "localhost", mute.getLocalPort())).isInstanceOf(Sent.NotDelivered.class);
        }
    }

    @Test
    void sendsNothingToACertificateOfAnotherHostOrAStranger() {
        for (String key : List.of("elsewhere", "stranger")) {
            try (Shelter impostor = new Shelter(TestKeys.context(key, List.of("gateway")))) {
                assertThat(sendTo("localhost", impostor.port())).isInstanceOf(Sent.NotDelivered.class);
                assertThat(impostor.got).isEmpty();
            }
        }
    }

    @Test
    void deliversNothingWhenThePartnerTurnsTheCertificateAway() {
        try (Shelter strict = new Shelter(TestKeys.context("partner", List.of("stranger")))) {
            // With TLS 1.3 the refusal may arrive after the request was written: then the outcome is not known.
            assertThat(sendTo("localhost", strict.port())).isInstanceOfAny(Sent.NotDelivered.class, Sent.Unknown.class);
            assertThat(strict.got).isEmpty();
        }
    }

    @Test
    void keepsItsConnection() {
        try (Shelter shelter = new Shelter()) {
            java.util.Set<Object> addresses = java.util.concurrent.ConcurrentHashMap.newKeySet();
            shelter.habit = exchange -> {
                addresses.add(exchange.getRemoteAddress());
                Shelter.say(exchange, 200, "ok");
            };
            sendTo("localhost", shelter.port());
            for (int i = 0; i < 20; i++) {
                assertThat(house.backDoor.send(House.PARTNER, outgoing())).isInstanceOf(Sent.Delivered.class);
            }
            assertThat(addresses).hasSize(1);
        }
    }

    @Test
    @Guards(Threat.T24)
    void isBusyWhenASlowPartnerHoldsAllItsConnections() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (Shelter slow = new Shelter()) {
            slow.habit = exchange -> {
                arrived.countDown();
                await(released);
                Shelter.say(exchange, 200, "ok");
            };
            house.channels.open(House.partner(
                    "fhir-out",
                    "fhir-rest-out",
                    Map.of("host", "localhost", "port", Integer.toString(slow.port()), "connections", "1")));
            Thread first = new Thread(() -> house.backDoor.send(House.PARTNER, outgoing()));
            first.start();
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(house.backDoor.send(House.PARTNER, outgoing()))
                    .isInstanceOfSatisfying(
                            Sent.NotDelivered.class,
                            sent -> assertThat(sent.problem().code()).isEqualTo(ProblemCode.BUSY));
            released.countDown();
            first.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
