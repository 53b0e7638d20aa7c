package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.referral.evidence.SealedMessage;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.SealedBy;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.seal.XmlSealer;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.TlsContexts;
import nl.schakel.trust.TrustAnchors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Partners whose files choose other forms of seals, from what they send to receipt, trace and what others get: debt relief by
 * the API Design Rules, a municipality inside SOAP, a hospital and a shelter inside FHIR.
 */
@Guards(Threat.T01)
class SealFormsJourneyIT {
    private static final Path REFERRAL = Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json");
    private static final Path ASSIGNMENT = Path.of("mappings/stuf-ggk/2.1/examples/01-di01-wmo301/input.xml");
    private static final Path DELIVERY = Path.of("mappings/ddas/1.0/examples/11-in-whole-trajectory/input.ddas.json");
    private static final String FHIR = "application/fhir+json";
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Held held;
    private static SealVerifier verifier;
    private static TrustAnchors anchors;
    private static int number;

    @BeforeAll
    static void start() throws IOException {
        Path routes = folder.resolve("routes");
        copy(Path.of("routes"), routes);
        change(routes, "schuldhulp-demo", "sealed: true", "sealed: true\n    signature: adr-message");
        change(routes, "ziekenhuis-demo", "sealed: true", "sealed: true\n    signature: provenance");
        change(routes, "opvang-demo", "sealed: true", "sealed: true\n    signature: provenance");
        change(
                routes,
                "gemeente-demo",
                "template: soap-in\n    sealed: false",
                "template: soap-in\n    sealed: true\n    seal: ws-security");
        change(
                routes,
                "gemeente-demo",
                "path: /ggk/OntvangAsynchroon",
                "path: /ggk/OntvangAsynchroon\n      request: soap-sealed-request");
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.directory.routes", routes.toString());
        demo = DemoProcess.at(folder.resolve("home"), settings).start();
        held = new Held(demo);
        // A token inside SOAP holds its own certificate alone; who checks it has the one between.
        List<X509Certificate> known = Stream.of("root.crt", "intermediate.crt")
                .flatMap(name ->
                        KeyFiles.certificates(demo.home().resolve("pki/ca").resolve(name)).stream())
                .toList();
        anchors = TrustAnchors.of(known, CLOCK);
        verifier = new SealVerifier(anchors);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @AfterEach
    void nothingFellOver() {
        assertThat(held.log()).doesNotContain("SCH-7999");
    }

    @Test
    void aReferralSealedInsideFhirReachesEveryReceiverInTheFormOfItsFile() throws Exception {
        byte[] message = sealedInside("ziekenhuis-demo", referral());
        HttpResponse<byte[]> taken = send("ziekenhuis-demo", "/fhir/$process-message", FHIR, message, Map.of());
        assertThat(taken.statusCode()).as(text(taken)).isEqualTo(202);
        String reference = taken.headers().firstValue("X-Schakel-Reference").orElseThrow();
        String receipt = taken.headers().firstValue("Schakel-Receipt").orElseThrow();
        assertThat(SealedBy.checkCompact(anchors, receipt, "overdracht-receipt+jws")
                        .good())
                .isPresent();
        assertThat(send("ziekenhuis-demo", "/fhir/$process-message", FHIR, message, Map.of())
                        .statusCode())
                .as("the same bytes again")
                .isEqualTo(202);

        assertThat(signerInside(held.one("opvang-demo", reference, "MessageHeader")))
                .isEqualTo("00000099000000000000");
        // A Task has no place for a Provenance: its seal stands beside it.
        DemoProcess.Ran answer = held.answers("opvang-demo", reference, "accept.json");
        assertThat(answer.exit()).as(answer.output()).isZero();
        assertThat(signerInside(held.one("ziekenhuis-demo", reference, "\"accepted\"")))
                .isEqualTo("00000099000000000000");
        assertThat(held.trace(reference)).contains("opvang-demo", "delivered").doesNotContain("999900420");
    }

    @Test
    void aReferralWhoseSealInsideIsWrongOrMissingIsRefused() throws Exception {
        byte[] good = sealedInside("ziekenhuis-demo", referral());
        byte[] changed = new String(good, StandardCharsets.UTF_8)
                .replace("van den Berg", "van der Berg")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(changed).isNotEqualTo(good);
        refused("SCH-3004", send("ziekenhuis-demo", "/fhir/$process-message", FHIR, changed, Map.of()));
        refused(
                "SCH-3002",
                send(
                        "ziekenhuis-demo",
                        "/fhir/$process-message",
                        FHIR,
                        sealedInside("ggz-noord", referral()),
                        Map.of()));
        refused("SCH-3003", send("ziekenhuis-demo", "/fhir/$process-message", FHIR, referral(), Map.of()));
        byte[] beside = referral();
        refused(
                "SCH-3004",
                send(
                        "ziekenhuis-demo",
                        "/fhir/$process-message",
                        FHIR,
                        beside,
                        Map.of("Payload-Signature", sealer("ziekenhuis-demo").seal(beside, Sealer.DOCUMENT, FHIR))));
    }

    @Test
    void debtReliefIsHeardByTheApiDesignRulesAlone() throws Exception {
        byte[] body = delivery();
        Map<String, String> both = adr("schuldhulp-demo", body, host());
        HttpResponse<byte[]> taken = send("schuldhulp-demo", "/in/ddas", "application/json", body, both);
        assertThat(taken.statusCode()).as(text(taken)).isEqualTo(202);
        assertThat(SealedBy.checkCompact(
                                anchors,
                                taken.headers().firstValue("Schakel-Receipt").orElseThrow(),
                                "overdracht-receipt+jws")
                        .good())
                .isPresent();

        Map<String, String> payload = new LinkedHashMap<>(both);
        payload.remove("Message-Signature");
        refused("SCH-3003", send("schuldhulp-demo", "/in/ddas", "application/json", delivery(), payload));
        refused("SCH-3004", send("schuldhulp-demo", "/in/ddas", "application/json", delivery(), both));
        byte[] third = delivery();
        refused(
                "SCH-3004",
                send(
                        "schuldhulp-demo",
                        "/in/ddas",
                        "application/json",
                        third,
                        adr("schuldhulp-demo", third, "other.example")));
        Map<String, String> elsewhere = new LinkedHashMap<>(adr("schuldhulp-demo", third, host()));
        elsewhere.put("Message-Signature", sealer("ziekenhuis-demo").seal(head(third, host())));
        refused("SCH-3002", send("schuldhulp-demo", "/in/ddas", "application/json", third, elsewhere));
    }

    @Test
    void debtReliefGetsBothSealsOfTheApiDesignRules() throws Exception {
        byte[] message = sealedInside("ziekenhuis-demo", referral());
        String reference = send("ziekenhuis-demo", "/fhir/$process-message", FHIR, message, Map.of())
                .headers()
                .firstValue("X-Schakel-Reference")
                .orElseThrow();
        held.one("schuldhulp-demo", reference);
        assertThat(held.trace(reference)).contains("schuldhulp-demo");
        String headers = headersBeside("schuldhulp-demo", reference);
        assertThat(headers)
                .containsIgnoringCase("message-signature")
                .containsIgnoringCase("payload-signature")
                .containsIgnoringCase("digest");
    }

    @Test
    void aMunicipalitySealsInsideSoapAndIsAnsweredSo() throws Exception {
        byte[] envelope = soap(Files.readString(ASSIGNMENT));
        byte[] sealed = new XmlSealer(() -> key("gemeente-demo", "seal"), CLOCK).seal(envelope);
        HttpResponse<byte[]> taken = stuf(sealed);
        assertThat(taken.statusCode()).as(text(taken)).isEqualTo(200);
        assertThat(text(taken)).contains("Bv03", "BinarySecurityToken");
        assertThat(signerOf(taken)).isEqualTo("00000099000000000000");
        HttpResponse<byte[]> again = stuf(sealed);
        assertThat(text(again)).contains("Bv03");
        assertThat(signerOf(again)).isEqualTo("00000099000000000000");

        HttpResponse<byte[]> bare = stuf(envelope);
        assertThat(bare.statusCode()).isEqualTo(500);
        assertThat(text(bare)).contains("Fo03", "SCH-3003");
        assertThat(signerOf(bare)).isEqualTo("00000099000000000000");
        byte[] changed = new String(sealed, StandardCharsets.UTF_8)
                .replace("Wmo-regie", "Wmo-anders")
                .getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> wrong = stuf(changed);
        assertThat(text(wrong)).contains("SCH-3004");
        assertThat(signerOf(wrong)).isEqualTo("00000099000000000000");

        assertThat(held.one("gemeente-demo", "envelopRetourbericht-ggk_Du01", "WMO302"))
                .as("what it gets is sealed inside too")
                .contains("BinarySecurityToken");
    }

    private static String signerInside(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return verifier.verifyInside(bytes, data(bytes), CLOCK.instant())
                .fold(seal -> seal.signer().oin(), problem -> problem.sentence());
    }

    private static String signerOf(HttpResponse<byte[]> answer) {
        return new XmlSealVerifier(anchors)
                .verify(answer.body(), CLOCK.instant())
                .fold(seal -> seal.signer().oin(), problem -> problem.sentence());
    }

    private static void refused(String code, HttpResponse<byte[]> answer) {
        assertThat(text(answer)).contains(code);
        assertThat(answer.statusCode()).isBetween(400, 499);
    }

    private static byte[] referral() throws IOException {
        String id = UUID.randomUUID().toString();
        number++;
        return Files.readString(REFERRAL)
                .replaceFirst("urn:uuid:[0-9a-f-]{36}", "urn:uuid:" + id)
                .replace("ZH-2026-0017", "ZH-2026-2%03d".formatted(number))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Each time other bytes. */
    private static byte[] delivery() throws IOException {
        number++;
        return (Files.readString(DELIVERY) + "\n".repeat(number)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] soap(String stuf) {
        return ("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                        + stuf.replaceFirst("<\\?xml[^>]*\\?>\\s*", "") + "</s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sealedInside(String partner, byte[] bundle) {
        return sealed(partner, bundle, SealForm.PROVENANCE).bytes();
    }

    private static SealedMessage sealed(String partner, byte[] body, SealForm form) {
        Delivery delivery = new Delivery(new PartnerId(partner), "in", "m", true, form);
        return sealer(partner)
                .seal(OutboundDocument.minted(delivery, "id", FHIR, body, "m"))
                .fold(message -> message, problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private static Map<String, String> adr(String partner, byte[] body, String host) {
        return Map.of(
                "Payload-Signature", sealed(partner, body, SealForm.ADR).jws().orElseThrow(),
                "Digest", SealForm.digest(body),
                "Message-Signature", sealer(partner).seal(head(body, host)));
    }

    private static RequestHead head(byte[] body, String host) {
        return new RequestHead(
                "POST",
                "/in/ddas",
                List.of(
                        new RequestHead.Field("Host", host),
                        new RequestHead.Field("Content-Type", "application/json"),
                        new RequestHead.Field("Content-Length", Integer.toString(body.length)),
                        new RequestHead.Field("Digest", SealForm.digest(body))));
    }

    private static String host() {
        return "localhost:" + demo.port("partner");
    }

    private static Sealer sealer(String partner) {
        return new Sealer(key(partner, "seal"), CLOCK);
    }

    private static IssuedKey key(String partner, String use) {
        Path keys = demo.home().resolve("pki/partners").resolve(partner);
        return KeyFiles.read(keys.resolve(use + ".crt"), keys.resolve(use + ".key"));
    }

    private static HttpResponse<byte[]> stuf(byte[] envelope) throws Exception {
        return send("gemeente-demo", "/in/stuf-ggk", "text/xml; charset=utf-8", envelope, Map.of("SOAPAction", "\"\""));
    }

    private static HttpResponse<byte[]> send(
            String partner, String path, String type, byte[] body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://" + host() + path))
                .header("Content-Type", type)
                .header("X-Request-ID", UUID.nameUUIDFromBytes(body).toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return client(partner).send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpClient client(String partner) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsContexts.mutual(
                        key(partner, "tls"), KeyFiles.certificates(demo.home().resolve("pki/ca/root.crt"))))
                .build();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String data(byte[] sealed) {
        String message = new String(sealed, StandardCharsets.UTF_8);
        int from = message.lastIndexOf("\"data\":\"") + 8;
        return message.substring(from, message.indexOf('"', from));
    }

    private static String headersBeside(String partner, String reference) throws IOException {
        Path received = demo.home().resolve("received").resolve(partner);
        try (Stream<Path> files = Files.list(received)) {
            Path message = files.filter(file -> file.toString().endsWith(".json")
                            && !file.toString().endsWith("headers.json"))
                    .filter(file -> Held.unpacked(file).contains(reference))
                    .findFirst()
                    .orElseThrow();
            String stem = message.getFileName().toString().replaceFirst("\\.json$", "");
            return Files.readString(received.resolve(stem + ".headers.json"));
        }
    }

    private static void change(Path routes, String partner, String from, String to) throws IOException {
        Path file = routes.resolve("partners").resolve(partner + ".yaml");
        String yaml = Files.readString(file);
        assertThat(yaml).contains(from);
        Files.writeString(file, yaml.replace(from, to));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
