package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.pipeline.Received;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDoorTest {
    private static House house;
    /** For what happens when a request is not whole in time. */
    private static House impatient;

    private static HttpClient partner;

    @BeforeAll
    static void opens() throws Exception {
        house = new House(new DoorWorks.Times(Duration.ofSeconds(30), Duration.ofSeconds(5)));
        house.doors.open();
        impatient = new House(new DoorWorks.Times(Duration.ofSeconds(2), Duration.ofSeconds(5)));
        impatient.doors.open();
        partner = HttpClient.newBuilder()
                .sslContext(TestKeys.partner())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @AfterAll
    static void shuts() {
        house.close();
        impatient.close();
    }

    @BeforeEach
    void forgets() {
        house.desk.received.clear();
        house.desk.read.clear();
        house.desk.asked.clear();
        house.desk.habit = FakeDesk::taken;
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + house.https + path))
                .header("Content-Type", "application/fhir+json; charset=UTF-8");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return partner.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return BodyPublishers.ofString(text);
    }

    @Test
    void takesAMessageAndHandsOverItsReceipt() throws Exception {
        var answer = send(to("/fhir/$process-message")
                .header("Payload-Signature", "h..s")
                .header("X-Request-ID", "r-1")
                .POST(body("{\"a\":1}")));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("Bundle");
        assertThat(answer.headers().firstValue("Schakel-Receipt")).hasValue("head..seal");
        assertThat(answer.headers().firstValue("X-Schakel-Reference").orElseThrow())
                .startsWith("V-2026-00001-");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/fhir+json");
        var inbound = house.desk.received.get(0);
        assertThat(inbound.operation()).isEqualTo("$process-message");
        assertThat(inbound.mediaType()).isEqualTo("application/fhir+json");
        assertThat(inbound.charset()).hasValue("UTF-8");
        assertThat(inbound.seals().beside()).hasValue("h..s");
        assertThat(inbound.headers()).containsEntry("X-Request-ID", "r-1").containsEntry("Method", "POST");
        assertThat(new String(inbound.bytes(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
        assertThat(inbound.certificates().get(0).getSubjectX500Principal().getName())
                .isEqualTo("CN=partner");
    }

    /** The API Design Rules: more than one signature is none. */
    @Test
    void passesOneSealOnAndNoneThatAnybodyCouldChoose() throws Exception {
        String right = "SHA-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=";
        send(to("/in/ddas")
                .header("nlgov-adr-payload-sig", "x..y")
                .header("Payload-Signature", "x..y")
                .POST(body("{}")));
        send(to("/in/ddas")
                .header("nlgov-adr-payload-sig", "x..y")
                .header("Payload-Signature", "x..z")
                .POST(body("{}")));
        send(to("/in/ddas")
                .header("nlgov-adr-payload-sig", "x..y")
                .header("nlgov-adr-payload-sig", "x..y")
                .POST(body("{}")));
        send(to("/in/ddas")
                .header("nlgov-adr-payload-sig", "x..y")
                .header("Digest", right)
                .POST(body("{}")));
        send(to("/in/ddas")
                .header("nlgov-adr-payload-sig", "x..y")
                .header("Digest", right)
                .POST(body("{ }")));
        send(to("/in/ddas").header("Digest", right).POST(body("{}")));
        assertThat(house.desk.received.stream().map(one -> one.seals().beside().orElse("none")))
                .containsExactly("x..y", "x..z,x..y", "x..y,x..y", "x..y", ".", "none");
    }

    /** The API Design Rules: as for a payload, more than one is none. */
    @Test
    void passesTheSealOverTheRequestOnWithTheRequestAsItCame() throws Exception {
        String over = "nlgov-adr-message-sig";
        send(to("/fhir/$process-message?a=1")
                .header("Message-Signature", "x..y")
                .POST(body("{}")));
        send(to("/in/ddas")
                .header("Message-Signature", "x..y")
                .header(over, "x..y")
                .POST(body("{}")));
        send(to("/in/ddas")
                .header("Message-Signature", "x..y")
                .header(over, "x..z")
                .POST(body("{}")));
        send(to("/in/ddas")
                .header("Message-Signature", "x..y")
                .header("Message-Signature", "x..y")
                .POST(body("{}")));
        send(to("/in/ddas").POST(body("{}")));
        assertThat(house.desk.received.stream()
                        .map(one -> one.seals().over().map(SealedRequest::seal).orElse("none")))
                .containsExactly("x..y", "x..y", "x..y,x..z", "x..y,x..y", "none");
        RequestHead head =
                house.desk.received.get(0).seals().over().orElseThrow().head();
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/fhir/$process-message?a=1");
        assertThat(head.values("host")).containsExactly("localhost:" + house.https);
        assertThat(head.values("content-type")).containsExactly("application/fhir+json; charset=UTF-8");
        assertThat(head.values("content-length")).containsExactly("2");
    }

    @Test
    void namesTheOperationOfEveryAddress() throws Exception {
        send(to("/fhir").POST(body("{}")));
        send(to("/fhir/%24process-message").POST(body("{}")));
        send(to("/fhir/Task").POST(body("{}")));
        send(to("/in/ddas").header("nlgov-adr-payload-sig", "x..y").POST(body("{}")));
        send(to("/fhir/Task/7").header("If-Match", "W/\"3\"").PUT(body("{}")));
        send(to("/fhir/Task/8").header("If-Match", "W/\"4\"").method("PATCH", body("{}")));

        assertThat(house.desk.received)
                .extracting("operation")
                .containsExactly("Bundle", "$process-message", "Task", "in/ddas", "Task/7", "Task/8");
        assertThat(house.desk.received.get(3).seals().beside()).hasValue("x..y");
        assertThat(house.desk.received.get(4).ifMatch()).hasValue("W/\"3\"");
    }

    @Test
    void givesTokensByPostAndPassesThemOn() throws Exception {
        assertThat(send(to("/oauth/token").POST(body("grant_type=client_credentials")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(house.desk.read).containsExactly("oauth/token");
        assertRefused(send(to("/oauth/token").GET()), ProblemCode.METHOD_UNSUPPORTED);
        String metadata = "/.well-known/oauth-authorization-server";
        assertThat(send(to(metadata).GET()).statusCode()).isEqualTo(200);
        assertThat(house.desk.read).containsExactly("oauth/token", metadata.substring(1));
        assertRefused(send(to(metadata).POST(body("{}"))), ProblemCode.METHOD_UNSUPPORTED);
        assertRefused(send(to("/.well-known/openid-configuration").GET()), ProblemCode.NOT_FOUND);
        assertRefused(send(to(metadata + "/../../fhir").GET()), ProblemCode.NOT_FOUND);
        send(to("/fhir/Task").header("Authorization", "Bearer x.y.z").POST(body("{}")));
        assertThat(house.desk.received.get(0).headers()).containsEntry("Authorization", "Bearer x.y.z");
        house.desk.habit = inbound -> new Received.Refused(Problem.of(ProblemCode.TOKEN_REFUSED), new byte[0]);
        var refused = send(to("/fhir/Task").header("Authorization", "Bearer x").POST(body("{}")));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
    }

    @Test
    void readsThroughTheReadingDesk() throws Exception {
        var task = send(to("/fhir/Task/7").GET());
        send(to("/fhir/metadata").GET());

        assertThat(task.statusCode()).isEqualTo(200);
        assertThat(task.headers().firstValue("ETag")).hasValue("W/\"1\"");
        assertThat(house.desk.read).containsExactly("Task/7", "metadata");
        assertThat(house.desk.received).isEmpty();
    }

    /** What is asked about events is no message, whichever method it has. */
    @Test
    void asksTheReadingDeskAboutEvents() throws Exception {
        for (String path : List.of(
                "/fhir/$events?eventsSinceNumber=3",
                "/fhir/Subscription/a-1/$events",
                "/fhir/Subscription/a-1/%24status",
                "/fhir/Subscription/a-1",
                "/fhir/Subscription/$status?id=a&id=b")) {
            assertThat(send(to(path).GET()).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(send(to("/fhir/Subscription/a-1/$resend").POST(body("{}"))).statusCode())
                .isEqualTo(200);
        assertThat(house.desk.read)
                .containsExactly(
                        "$events",
                        "Subscription/a-1/$events",
                        "Subscription/a-1/$status",
                        "Subscription/a-1",
                        "Subscription/$status",
                        "Subscription/a-1/$resend");
        assertThat(house.desk.received).isEmpty();
        assertThat(house.desk.asked)
                .first()
                .satisfies(who -> assertThat(who.headers()).containsEntry("Query", "eventsSinceNumber=3"));
        for (String path :
                List.of("/fhir/Subscription", "/fhir/Subscription/a_1", "/fhir/Subscription/a/b", "/fhir/$status")) {
            assertThat(send(to(path).GET()).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(send(to("/fhir/Subscription/a-1/$resend").GET()).statusCode())
                .isEqualTo(405);
        assertThat(send(to("/fhir/Subscription/a-1").POST(body("{}"))).statusCode())
                .isEqualTo(405);
    }

    @Test
    void refusesWhatItHasNotOrDoesNotDo() throws Exception {
        assertRefused(send(to("/fhir/Patient/1").GET()), ProblemCode.NOT_FOUND);
        assertRefused(send(to("/").GET()), ProblemCode.NOT_FOUND);
        assertRefused(send(to("/fhir/Task/../Consent").GET()), ProblemCode.NOT_FOUND);
        assertRefused(send(to("/fhir/Task/7").PUT(body("{}"))), ProblemCode.IF_MATCH_MISSING);
        var wrongMethod = send(to("/fhir/Task/7").DELETE());
        assertRefused(wrongMethod, ProblemCode.METHOD_UNSUPPORTED);
        assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET, PATCH, PUT");
        assertThat(house.desk.received).isEmpty();
        assertThat(house.desk.read).isEmpty();
    }

    private static void assertRefused(HttpResponse<String> answer, ProblemCode code) {
        assertThat(answer.statusCode()).isEqualTo(code.httpStatus());
        assertThat(answer.body()).contains("OperationOutcome").contains(code.id());
        answer.headers()
                .map()
                .forEach((name, values) -> assertThat(name + values)
                        .doesNotContainIgnoringCase("camel")
                        .doesNotContainIgnoringCase("netty"));
    }

    @Test
    void passesTheHallsRefusalWithItsStatus() throws Exception {
        house.desk.habit = inbound -> new Received.Refused(
                Problem.of(ProblemCode.BUSY),
                ("{\"resourceType\":\"OperationOutcome\",\"id\":\"" + ProblemCode.BUSY.id() + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        var answer = send(to("/fhir").POST(body("{}")));
        assertRefused(answer, ProblemCode.BUSY);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"/fhir, 429, 1, 1", "/fhir, 429, 7001, 8", "/in/ddas, 429, 30000, 30", "/in/stuf-ggk, 500, 2000, 2"})
    @Guards(Threat.T26)
    void saysWhenToComeAgain(String path, int status, int millis, String seconds) throws Exception {
        house.desk.habit = inbound ->
                new Received.Refused(Problem.of(ProblemCode.BUSY).again(Duration.ofMillis(millis)), new byte[] {'x'});
        var answer = send(to(path).POST(body("{}")));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Retry-After")).contains(seconds);
    }

    @Test
    @Guards(Threat.T22)
    void saysNothingOfADefectButItsCode() throws Exception {
        house.desk.habit = inbound -> {
            throw new IllegalStateException("J. de Vries 999990019");
        };
        var answer = send(to("/fhir").POST(body("{}")));
        assertRefused(answer, ProblemCode.DEFECT);
        assertThat(answer.body()).doesNotContain("IllegalState").doesNotContain("Vries");
    }

    @Test
    @Guards(Threat.T08)
    void neverSplitsAnAnswerByAHeaderFromInside() throws Exception {
        house.desk.habit = inbound -> new Received.Taken(
                java.util.Optional.empty(), new byte[0], "evil\r\nSet-Cookie: a=b", false, java.util.Optional.empty());
        var answer = send(to("/fhir").POST(body("{}")));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    @Guards(Threat.T10)
    void letsNoCamelHeaderInOrOut() throws Exception {
        send(to("/fhir")
                .header("CAMELHttpUri", "http://evil.example")
                .header("camelFileName", "../../etc/passwd")
                .header("CamelExecCommandArgs", "-rf")
                .header("org.apache.camel.x", "y")
                .POST(body("{}")));
        var read = send(to("/fhir/Task/7").header("cAMELHttpMethod", "DELETE").GET());

        assertThat(house.desk.received).hasSize(1);
        assertThat(house.desk.received.get(0).headers().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("camel"));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("CamelSecret")).isEmpty();
    }

    @Test
    void answersInTheLanguageOfItsAddress() throws Exception {
        house.desk.habit = inbound ->
                new Received.Refused(Problem.of(ProblemCode.BSN_INVALID), "x".getBytes(StandardCharsets.UTF_8));
        var soap = send(to("/in/stuf-ggk").POST(body("<a/>")));
        var json = send(to("/in/notificaties").POST(body("{}")));
        var fhir = send(to("/fhir").POST(body("{}")));

        assertThat(soap.statusCode()).isEqualTo(500);
        assertThat(soap.headers().firstValue("Content-Type")).hasValue("text/xml; charset=utf-8");
        assertThat(json.statusCode()).isEqualTo(ProblemCode.BSN_INVALID.httpStatus());
        assertThat(json.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(fhir.headers().firstValue("Content-Type")).hasValue("application/fhir+json");
        assertThat(house.desk.received).extracting("door").containsExactly("soap", "json", "fhir");

        house.desk.habit = inbound -> new Received.Tried();
        assertThat(send(to("/in/notificaties").POST(body("{}"))).statusCode()).isEqualTo(204);
        assertThat(send(to("/in/elsewhere").POST(body("{}"))).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesASoapMessageBeyondTheLimitAsAFault() throws Exception {
        String declared = raw(
                "POST /in/stuf-ggk HTTP/1.1\r\nHost: x\r\nContent-Length: " + (Limits.MESSAGE_BYTES + 1) + "\r\n\r\n");
        assertThat(declared)
                .startsWith("HTTP/1.1 500 ")
                .containsIgnoringCase("text/xml")
                .contains(ProblemCode.TOO_LARGE.id());
    }

    @Test
    void takesTheLargestBodyAndRefusesOneByteMore() throws Exception {
        assertThat(send(to("/fhir").POST(BodyPublishers.ofByteArray(new byte[Limits.MESSAGE_BYTES])))
                        .statusCode())
                .isEqualTo(202);
        house.desk.received.clear();
        String declared =
                raw("POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: " + (Limits.MESSAGE_BYTES + 1) + "\r\n\r\n");
        assertThat(declared).startsWith("HTTP/1.1 413 ").contains(ProblemCode.TOO_LARGE.id());
        String chunk = "10000\r\n" + "x".repeat(65536) + "\r\n";
        String streamed = raw("POST /fhir HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(Limits.MESSAGE_BYTES / 65536) + "1\r\nx\r\n0\r\n\r\n");
        assertThat(streamed).startsWith("HTTP/1.1 413 ").contains(ProblemCode.TOO_LARGE.id());
        assertThat(house.desk.received).isEmpty();
    }

    @Test
    @Guards(Threat.T26)
    void refusesAnEndlessHeaderAndASlowBody() throws Exception {
        assertThat(raw("GET /fhir/metadata HTTP/1.1\r\nX: " + "y".repeat(200_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains(ProblemCode.LIMIT_EXCEEDED.id());
        assertThat(raw(impatient, "POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"))
                .startsWith("HTTP/1.1 400 ")
                .contains(ProblemCode.FRAMING_BROKEN.id());
        assertThat(raw(impatient, "POST /fhi")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("\u0000\u0001nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(house.desk.received).isEmpty();
        assertThat(impatient.desk.received).isEmpty();
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws Exception {
        String answers = raw("GET /fhir/Task/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /fhir/Task/2 HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(house.desk.read).containsExactly("Task/1", "Task/2");
        assertThat(answers).containsSubsequence("200 OK", "200 OK", "404 Not Found");
    }

    /** Everything the door says until it hangs up. */
    private static String raw(String request) throws IOException {
        return raw(house, request);
    }

    private static String raw(House asked, String request) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) TestKeys.partner().getSocketFactory().createSocket("localhost", asked.https)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @Guards(Threat.T01)
    void turnsAwayWhoShowsNoOrAStrangersCertificate() {
        for (var context :
                List.of(TestKeys.context("stranger", List.of("gateway")), TestKeys.anonymous(List.of("gateway")))) {
            HttpClient stranger = HttpClient.newBuilder().sslContext(context).build();
            assertThatThrownBy(() -> stranger.send(to("/fhir/metadata").GET().build(), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(house.desk.read).isEmpty();
    }
}
