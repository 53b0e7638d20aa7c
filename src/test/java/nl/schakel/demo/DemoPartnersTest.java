package nl.schakel.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPartnersTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path temp;

    static Path home;
    static DemoPartners partners;
    static HttpClient gateway;

    @BeforeAll
    static void start() throws IOException {
        home = temp.resolve("home");
        Map<String, Integer> anyPort = new HashMap<>(DemoPartners.defaultPorts());
        anyPort.replaceAll((id, port) -> 0);
        partners = DemoPartners.start(home, anyPort);
        gateway = client(PartnerKeys.own(home, Cast.SCHAKEL, CLOCK).tls());
    }

    @AfterAll
    static void stop() throws IOException {
        partners.close();
    }

    @Test
    void shelterKeepsTheExactBytesWithTheirSealBeforeItSaysYes() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] body = bundle(id, 11);

        HttpResponse<String> response = deliver("opvang-demo", "/fhir/$process-message", body, Cast.SCHAKEL, id);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(received("opvang-demo", id + ".json")).hasBinaryContent(body);
        assertThat(received("opvang-demo", id + ".jws")).exists();
        assertThat(received("opvang-demo", id + ".headers.json")).content().containsIgnoringCase("X-Request-ID");
    }

    @Test
    void countsARepeatAndKeepsOne() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] body = bundle(id, 12);
        deliver("opvang-demo", "/fhir/$process-message", body, Cast.SCHAKEL, id);

        HttpResponse<String> again = deliver("opvang-demo", "/fhir/$process-message", body, Cast.SCHAKEL, id);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(Files.readString(received("opvang-demo", "repeats.log"))).contains(id);
    }

    @Test
    void refusesOtherBytesUnderAKnownId() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] body = bundle(id, 13);
        deliver("ziekenhuis-demo", "/fhir/$process-message", body, Cast.SCHAKEL, id);

        HttpResponse<String> other =
                deliver("ziekenhuis-demo", "/fhir/$process-message", bundle(id, 14), Cast.SCHAKEL, id);

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(received("ziekenhuis-demo", id + ".json")).hasBinaryContent(body);
    }

    @Test
    void preparesTheAnswersAShelterCouldGive() throws Exception {
        String id = UUID.randomUUID().toString();
        String reference = new ReferralReference(2026, 15).text();
        deliver("opvang-demo", "/fhir/$process-message", bundle(id, 15), Cast.SCHAKEL, id);

        JsonNode accept = tree(home.resolve("answers/opvang-demo/" + reference + "-accept.json"));
        JsonNode reject = tree(home.resolve("answers/opvang-demo/" + reference + "-reject.json"));

        assertThat(accept.path("resourceType").asText()).isEqualTo("Task");
        assertThat(accept.path("id").asText()).isEqualTo(id);
        assertThat(accept.path("status").asText()).isEqualTo("accepted");
        assertThat(accept.path("groupIdentifier").path("value").asText()).isEqualTo(reference);
        assertThat(accept.has("statusReason")).isFalse();
        assertThat(reject.path("status").asText()).isEqualTo("rejected");
        assertThat(reject.at("/statusReason/coding/0/code").asText()).isNotEmpty();
    }

    @Test
    void preparesNothingForATaskThatIsNotAsked() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] body = text(bundle(id, 16)).replace("requested", "on-hold").getBytes(StandardCharsets.UTF_8);

        deliver("opvang-demo", "/fhir/$process-message", body, Cast.SCHAKEL, id);

        assertThat(home.resolve("answers/opvang-demo/" + new ReferralReference(2026, 16).text() + "-accept.json"))
                .doesNotExist();
    }

    @Test
    void debtReliefKeepsItsMessageUnderTheRequestId() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] body = "{\"aanmelding\":{\"kenmerk\":\"x\"}}".getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = deliver("schuldhulp-demo", "/in/aanmelding", body, Cast.SCHAKEL, id);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(received("schuldhulp-demo", id + ".json")).hasBinaryContent(body);
    }

    @Test
    void refusesWhatIsNotSealedByTheGateway() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] body = bundle(id, 17);

        HttpResponse<String> forged = deliver("opvang-demo", "/fhir/$process-message", body, Cast.PI, id);

        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(received("opvang-demo", id + ".json")).doesNotExist();
    }

    @Test
    void refusesBytesThatWereChangedAfterSealing() throws Exception {
        String id = UUID.randomUUID().toString();
        String seal = PartnerKeys.own(home, Cast.SCHAKEL, CLOCK).seal(bundle(id, 18), "application/fhir+json");

        HttpResponse<String> response = gateway.send(
                post("opvang-demo", "/fhir/$process-message", bundle(id, 19))
                        .header("Payload-Signature", seal)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void refusesAMessageWithoutSealOrId() throws Exception {
        HttpResponse<String> unsealed = gateway.send(
                post("opvang-demo", "/fhir/$process-message", bundle("x", 20)).build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> nameless = deliver("schuldhulp-demo", "/in/aanmelding", "{}".getBytes(), Cast.SCHAKEL, "");
        HttpResponse<String> broken = deliver("schuldhulp-demo", "/in/aanmelding", "{".getBytes(), Cast.SCHAKEL, "b");

        assertThat(unsealed.statusCode()).isEqualTo(401);
        assertThat(nameless.statusCode()).isEqualTo(400);
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    @Test
    void refusesAnotherAddressAndAnotherVerb() throws Exception {
        HttpResponse<String> elsewhere = deliver("schuldhulp-demo", "/in/else", "{}".getBytes(), Cast.SCHAKEL, "x");
        HttpResponse<String> reading = gateway.send(
                HttpRequest.newBuilder(uri("schuldhulp-demo", "/in/aanmelding")).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(reading.statusCode()).isEqualTo(405);
    }

    @Test
    void refusesACallerWithoutCertificate() throws Exception {
        HttpClient nobody = client(trustOnly());

        assertThatThrownBy(() -> nobody.send(
                        post("opvang-demo", "/fhir/$process-message", bundle("x", 21))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anIdThatWouldLeaveTheFolderBecomesAHash() throws Exception {
        String id = "../../pki/gateway/tls";

        HttpResponse<String> response =
                deliver("schuldhulp-demo", "/in/aanmelding", "{\"a\":1}".getBytes(), Cast.SCHAKEL, id);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(received("schuldhulp-demo", Sha256.hex(id.getBytes(StandardCharsets.UTF_8)) + ".json"))
                .exists();
    }

    @Test
    void wardKeepsAStatusMessageAndAnswersAA() throws IOException {
        byte[] rri = hl7("RRI^I12", "GW0000007", "first");
        try (MllpLine line = MllpLine.plain(partners.ports().get("ggz-noord"))) {
            String first = text(line.exchange(rri));
            String again = text(line.exchange(rri));
            String other = text(line.exchange(hl7("RRI^I12", "GW0000007", "other")));

            assertThat(first).contains("MSA|AA|GW0000007").startsWith("MSH|^~\\&|EPD|GGZ-NOORD|SCHAKEL|GW|");
            assertThat(again).contains("MSA|AA|GW0000007");
            assertThat(other).contains("MSA|AR|GW0000007");
        }
        assertThat(received("ggz-noord", "GW0000007.hl7")).hasBinaryContent(rri);
        assertThat(Files.readString(received("ggz-noord", "repeats.log"))).contains("GW0000007");
    }

    @Test
    void wardHangsUpOnWhatIsNoMessage() throws IOException {
        try (MllpLine line = MllpLine.plain(partners.ports().get("ggz-noord"))) {
            assertThatThrownBy(() -> line.exchange("hello".getBytes())).isInstanceOf(IOException.class);
        }
    }

    private static HttpResponse<String> deliver(String partner, String path, byte[] body, Cast sealer, String id)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = post(partner, path, body)
                .header(
                        "Payload-Signature",
                        PartnerKeys.own(home, sealer, CLOCK).seal(body, "application/fhir+json"));
        if (!id.isEmpty()) {
            request.header("X-Request-ID", id);
        }
        return gateway.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder post(String partner, String path, byte[] body) {
        return HttpRequest.newBuilder(uri(partner, path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static URI uri(String partner, String path) {
        return URI.create("https://localhost:" + partners.ports().get(partner) + path);
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static SSLContext trustOnly() throws Exception {
        java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", PartnerKeys.anchors(home).get(0));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static byte[] bundle(String id, int number) {
        String reference = new ReferralReference(2026, number).text();
        return """
                {"resourceType":"Bundle","type":"message","identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:%s"},
                "entry":[{"resource":{"resourceType":"MessageHeader"}},{"resource":{"resourceType":"Task","id":"%s",
                "groupIdentifier":{"value":"%s"},"intent":"order","status":"requested"}}]}""".formatted(id, id, reference).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hl7(String type, String controlId, String note) {
        return ("MSH|^~\\&|SCHAKEL|GW|EPD|GGZ-NOORD|20260410130000||" + type + "|" + controlId + "|P|2.5\rNTE|1||"
                        + note + "\r")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Path received(String partner, String name) {
        return home.resolve("received").resolve(partner).resolve(name);
    }

    private static JsonNode tree(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
