package nl.schakel.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.audit.StampDesk;
import nl.schakel.journal.Acceptance;
import nl.schakel.proof.EvidenceCheck.Report;
import nl.schakel.proof.EvidenceCheck.Verdict;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.referral.evidence.SealedMessage;
import nl.schakel.referral.evidence.SealedRequest;
import nl.schakel.seal.EvidenceSeal;
import nl.schakel.seal.ReceiptWriter;
import nl.schakel.seal.SealedBy;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.XmlSealer;
import nl.schakel.trust.Answers;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.GatewayKeys;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.PastRevocations;
import nl.schakel.trust.RevocationWatch;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence out of a real log, judged by our verifier and by one that has none of our code; they must say the same. */
@Guards(Threat.T31)
class EvidenceIT {
    /** {@code -Dschakel.tampers=10000} for the long form. */
    private static final int TAMPERS = Integer.getInteger("schakel.tampers", 1_000);

    private static final Instant LATER = Instant.now().plus(Duration.ofDays(800));

    @TempDir
    static Path folder;

    private static House house;
    private static Path root;
    private static Optional<NodeVerifier> node = Optional.empty();
    private static ReferralReference reference;
    private static byte[] wards;
    private static int cases;

    @BeforeAll
    static void start() throws Exception {
        house = House.stamped(folder.resolve("house"));
        root = house.pki.resolve("ca/root.crt");
        node = NodeVerifier.install(folder.resolve("verify"));
        assertThat(Files.readAllLines(Path.of("docs", "verify", "verify.mjs")).size())
                .as("lines, for whoever has to read what they trust")
                .isLessThanOrEqualTo(150);
        reference = referral("first", house.ward);
        answered(house.wardKey);
        wards = evidence(reference, "ggz-noord");
    }

    @AfterAll
    static void stop() {
        System.out.println("evidence: " + cases + " cases"
                + (node.isPresent() ? ", judged alike by node, jose and openssl" : ", judged by our verifier alone"));
        house.close();
    }

    /** A referral that was delivered, seen and taken over, all of it under a stamped checkpoint. */
    private static ReferralReference referral(String id, Sealer by) {
        return referral(house.message(id, "MSH|" + id + "|" + UUID.randomUUID(), by));
    }

    private static ReferralReference referral(Acceptance message) {
        ReferralReference made = house.accept(message).reference().orElseThrow();
        house.deliver(made, House.delivered());
        house.note(made, "task", "opvang-demo", "received");
        house.note(made, "custody", "opvang-demo", "taken-over");
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            var leaves = house.proofs().about(made.text());
            return !leaves.isEmpty()
                    && leaves.stream().anyMatch(leaf -> leaf.fields().contains("taken-over"))
                    && house.proofs()
                            .firstStampedOver(leaves.get(leaves.size() - 1).position())
                            .isPresent();
        });
        return made;
    }

    /** Until the responder was asked about this certificate, and about our own. */
    private static void answered(IssuedKey key) {
        RevocationWatch watch = house.bean(RevocationWatch.class);
        GatewayKeys ours = house.bean(GatewayKeys.class);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> watch.answers(List.of(
                                        key.certificate(),
                                        ours.seal().certificate(),
                                        ours.checkpoint().certificate()))
                                .size()
                        == 3);
    }

    private static void heardOfRevocation(IssuedKey key) {
        RevocationWatch watch = house.bean(RevocationWatch.class);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> PastRevocations.of(List.of(), watch.answers(List.of(key.certificate())))
                        .revokedAt(key.certificate(), house.authority.intermediate())
                        .isPresent());
    }

    /** Without the list of the authority that issues; what is left is what its responder said. */
    private static byte[] byAnswersAlone(byte[] zip) throws Exception {
        return restamped(zip, files -> {
            int before = files.size();
            files.entrySet()
                    .removeIf(file -> file.getKey().endsWith(".crl")
                            && PastRevocations.of(List.of(file.getValue()), List.of())
                                    .speakOf(
                                            house.wardKey.certificate(),
                                            house.authority.intermediate(),
                                            Instant.now()));
            assertThat(files).hasSizeLessThan(before);
        });
    }

    private static byte[] evidence(ReferralReference of, String holder) throws Exception {
        return house.bean(Evidence.class)
                .of(of, Optional.of(holder).filter(id -> !id.isEmpty()).map(PartnerId::new), "anna")
                .orElseThrow();
    }

    private static List<X509Certificate> anchors() {
        return List.of(house.authority.root());
    }

    /** What both say; the second one where it can run. */
    private static Report judged(byte[] zip, Instant now, Verdict expected) throws IOException {
        cases++;
        Report report = EvidenceCheck.of(zip, anchors(), now);
        assertThat(report.verdict()).as(report.findings().toString()).isEqualTo(expected);
        if (node.isPresent()) {
            String said = said(zip, now);
            assertThat(said.substring(said.lastIndexOf('\n') + 1))
                    .as(said)
                    .isEqualTo(expected.name().replace('_', ' '));
        }
        return report;
    }

    private static String said(byte[] zip, Instant now) throws IOException {
        Path file = Files.write(folder.resolve("case-" + cases + ".zip"), zip);
        return node.orElseThrow().verdict(file, root, now);
    }

    @Test
    void isValidForEveryHolderAndHoldsNoMoreThanTheyMayHave() throws Exception {
        assertThat(judged(wards, Instant.now(), Verdict.VALID).proven())
                .anySatisfy(line -> assertThat(line).contains("sealed by GGZ Noord"))
                .anySatisfy(line -> assertThat(line).contains("delivered at opvang-demo"));
        SortedMap<String, byte[]> ward = StoredZip.read(wards);
        assertThat(ward).containsKeys("messages/001/bytes.bin", "deliveries/001/delivery.json");
        assertThat(ward).doesNotContainKey("deliveries/001/bytes.bin");
        SortedMap<String, byte[]> shelter = StoredZip.read(evidence(reference, "opvang-demo"));
        assertThat(shelter).containsKey("deliveries/001/bytes.bin");
        assertThat(shelter.keySet()).noneMatch(name -> name.startsWith("messages/"));
        judged(evidence(reference, "opvang-demo"), Instant.now(), Verdict.VALID);
        byte[] operators = evidence(reference, "");
        judged(operators, Instant.now(), Verdict.VALID);
        assertThat(StoredZip.read(operators).keySet()).noneMatch(name -> name.endsWith(".bin"));
        assertThat(StoredZip.read(evidence(reference, "pi-demo")).keySet())
                .as("a stranger gets nothing")
                .noneMatch(name -> name.startsWith("messages/") || name.startsWith("log/"));
        assertThat(house.bean(Evidence.class).of(new ReferralReference(2026, 99_999), Optional.empty(), "anna"))
                .isEmpty();
    }

    /** Payload signing of the API Design Rules is checked from the bytes alone, years after the request. */
    @Test
    void aSealOfTheApiDesignRulesIsJudgedAlikeByBoth() throws Exception {
        Delivery form = new Delivery(House.SHELTER, "in", "m", true, SealForm.ADR);
        ReferralReference made = referral(house.sealed(
                "adr",
                "MSH|adr",
                bytes -> house.ward
                        .seal(OutboundDocument.minted(form, "adr", "application/json", bytes, "m"))
                        .fold(message -> message.jws().orElseThrow(), problem -> "")));
        byte[] good = evidence(made, "ggz-noord");
        assertThat(StoredZip.read(good)).containsKey("messages/001/seal.jws");
        judged(good, Instant.now(), Verdict.VALID);
        judged(good, LATER, Verdict.VALID);
        judged(
                resealed(
                        good,
                        files -> files.computeIfPresent("messages/001/seal.jws", (name, jws) -> {
                            jws[jws.length - 20] = (byte) (jws[jws.length - 20] == 'A' ? 'B' : 'A');
                            return jws;
                        })),
                Instant.now(),
                Verdict.INVALID);
    }

    /** Message signing of the API Design Rules: the lines that were signed are kept, so the request can be judged years later. */
    @Test
    void aSealOverTheRequestIsJudgedAlikeByBoth() throws Exception {
        byte[] good = evidence(referral(requested("over", "MSH|over", "MSH|over", house.ward)), "ggz-noord");
        SortedMap<String, byte[]> files = StoredZip.read(good);
        assertThat(files).containsKeys("messages/001/request.jws", "messages/001/request.txt");
        assertThat(new String(files.get("messages/001/request.txt"), StandardCharsets.US_ASCII))
                .startsWith("(request-target): post /fhir/$process-message\nhost: schakel.example\n");
        assertThat(judged(good, Instant.now(), Verdict.VALID).proven())
                .anySatisfy(line -> assertThat(line).contains("messages/001/request.jws sealed by GGZ Noord"));
        judged(good, LATER, Verdict.VALID);
        assertThat(StoredZip.read(evidence(reference, "ggz-noord"))).doesNotContainKey("messages/001/request.jws");

        for (String gone : List.of("request.jws", "request.txt", "request")) {
            judged(
                    resealed(good, all -> all.keySet().removeIf(name -> name.startsWith("messages/001/" + gone))),
                    Instant.now(),
                    Verdict.CANNOT_PROVE);
        }
        for (String turned : List.of("request.jws", "request.txt")) {
            judged(
                    resealed(
                            good,
                            all -> all.computeIfPresent("messages/001/" + turned, (name, bytes) -> {
                                bytes[bytes.length - 20] = (byte) (bytes[bytes.length - 20] == 'A' ? 'B' : 'A');
                                return bytes;
                            })),
                    Instant.now(),
                    Verdict.INVALID);
        }
    }

    /** What a gateway should never have accepted: the log names it, and it does not hold. */
    @Test
    void aSealOverAnotherRequestIsInvalid() throws Exception {
        String text = requested("x", "MSH|x", "MSH|x", house.ward).request().orElseThrow();
        Sealer late = new Sealer(house.oldKey, Clock.offset(Clock.systemUTC(), Duration.ofDays(-31)));
        List<Optional<String>> hostile = List.of(
                requested("x", "MSH|x", "MSH|another body", house.ward).request(),
                requested("x", "MSH|x", "MSH|x", late).request(),
                Optional.of(text.replace("post /fhir", "put /fhir")),
                Optional.of(text.replace("schakel.example", "elsewhere.example")),
                Optional.of(text + "\nx-more: unsigned"),
                Optional.of(text.replace("\nhost: schakel.example", "")),
                Optional.of(text.replaceFirst("(?s)\n\\(request-target\\): [^\n]*", "")),
                Optional.of(house.ward.seal("MSH|x".getBytes(StandardCharsets.UTF_8), Sealer.DOCUMENT, "text/plain")
                        + text.substring(text.indexOf('\n'))));
        for (Optional<String> request : hostile) {
            Acceptance message = house.message(UUID.randomUUID().toString(), "MSH|x", house.ward)
                    .over(request);
            judged(evidence(referral(message), "ggz-noord"), Instant.now(), Verdict.INVALID);
        }
    }

    /** A message in a request that is sealed, with the digest of a body that may be another one. */
    private static Acceptance requested(String id, String content, String digested, Sealer by) {
        RequestHead head = new RequestHead(
                "POST",
                "/fhir/$process-message",
                List.of(
                        new RequestHead.Field("Host", "schakel.example"),
                        new RequestHead.Field("Content-Type", "application/fhir+json"),
                        new RequestHead.Field("Content-Length", Integer.toString(content.length())),
                        new RequestHead.Field("Digest", SealForm.digest(digested.getBytes(StandardCharsets.UTF_8)))));
        return house.message(id, content, house.ward).over(new SealedRequest(by.seal(head), head).kept());
    }

    private static final String SOAP = """
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>\
            <m:di01 xmlns:m="urn:test"><m:nummer>%s</m:nummer></m:di01></soap:Body></soap:Envelope>""";

    private static byte[] soap(String number, IssuedKey key, Clock clock) {
        return new XmlSealer(() -> key, clock).seal(House.ascii(SOAP.formatted(number)));
    }

    /** WS-Security: the seal stands in the bytes, and its token holds the signer's certificate alone. */
    @Test
    void aSealInsideSoapIsJudgedAndNeverPassedOver() throws Exception {
        byte[] sealed = soap("1", house.wardKey, Clock.systemUTC());
        byte[] good = evidence(referral(house.came("soap", sealed, Optional.empty())), "ggz-noord");
        assertThat(StoredZip.read(good)).containsKey("trust/issuer-01.crt").doesNotContainKey("messages/001/seal.jws");
        assertThat(judgedXml(good, Instant.now(), Verdict.VALID).proven())
                .anySatisfy(line -> assertThat(line).contains("sealed by GGZ Noord"));
        judgedXml(good, LATER, Verdict.VALID);
        String text = new String(sealed, StandardCharsets.UTF_8);
        for (String changed : List.of(
                text.replace(">1<", ">2<"),
                text.replaceFirst("wsu:Created>20", "wsu:Created>21"),
                text.replaceFirst("#id-", "#ix-"),
                text.replace("<soap:Body", "<soap:Body><m:a xmlns:m=\"urn:test\"/></soap:Body><soap:Body"))) {
            assertThat(changed).isNotEqualTo(text);
            judgedXml(
                    evidence(
                            referral(house.came(
                                    UUID.randomUUID().toString(),
                                    changed.getBytes(StandardCharsets.UTF_8),
                                    Optional.empty())),
                            "ggz-noord"),
                    Instant.now(),
                    Verdict.INVALID);
        }
    }

    /** A Timestamp counts until it says, which is minutes. */
    @Test
    void aSealInsideSoapThatHadExpiredIsInvalid() throws Exception {
        byte[] late = soap("1", house.oldKey, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20)));
        Report report = judgedXml(
                evidence(referral(house.came("soap-late", late, Optional.empty())), "ggz-noord"),
                Instant.now(),
                Verdict.INVALID);
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("expired"));
    }

    /** What the second verifier cannot judge it must name, and never say that all is well. */
    private static Report judgedXml(byte[] zip, Instant now, Verdict expected) throws IOException {
        Report report = EvidenceCheck.of(zip, anchors(), now);
        assertThat(report.verdict()).as(report.findings().toString()).isEqualTo(expected);
        if (node.isPresent()) {
            assertThat(said(zip, now)).contains("a seal inside XML").endsWith("CANNOT PROVE");
        }
        return report;
    }

    @Test
    void aSealInsideABundleIsJudgedByBoth() throws Exception {
        byte[] sealed = enclosed(house.ward, "bundle");
        house.outgoing = item -> House.outgoing(item, enclosed(house.bean(Sealer.class), "out"), Optional.empty());
        ReferralReference made = referral(house.came("enclosed", sealed, Optional.empty()));
        house.outgoing = item -> House.outgoing(item, enclosed(house.ward, "out"), Optional.empty());
        ReferralReference strange = referral(house.came("enclosed-2", sealed, Optional.empty()));
        house.outgoing = house::plain;
        byte[] good = evidence(made, "ggz-noord");
        assertThat(judged(good, Instant.now(), Verdict.VALID).proven())
                .anySatisfy(line -> assertThat(line).contains("messages/001/bytes.bin sealed by GGZ Noord"));
        judged(good, LATER, Verdict.VALID);
        judged(evidence(made, "opvang-demo"), Instant.now(), Verdict.VALID);
        Report theirs = judged(evidence(strange, "opvang-demo"), Instant.now(), Verdict.INVALID);
        assertThat(theirs.findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("another organisation"));
        byte[] changed = new String(sealed, StandardCharsets.UTF_8)
                .replace("\"ja\"", "\"nee\"")
                .getBytes(StandardCharsets.UTF_8);
        judged(
                evidence(referral(house.came("enclosed-3", changed, Optional.empty())), "ggz-noord"),
                Instant.now(),
                Verdict.INVALID);
    }

    private static byte[] enclosed(Sealer by, String id) {
        Delivery form = new Delivery(House.SHELTER, "in", "m", true, SealForm.PROVENANCE);
        String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":[{\"fullUrl\":\"urn:uuid:"
                + UUID.randomUUID() + "\",\"resource\":{\"resourceType\":\"Basic\",\"id\":\"ja\"}}]}";
        return by.seal(OutboundDocument.minted(form, id, "application/fhir+json", House.ascii(bundle), "m"))
                .fold(SealedMessage::bytes, problem -> new byte[0]);
    }

    /** {@code expires}: a seal counts for 30 days, and never before it was made. */
    @Test
    void aSealIsNoOlderThanThirtyDaysWhenItIsTaken() throws Exception {
        for (Duration age : List.of(Duration.ofDays(29), Duration.ofDays(31), Duration.ofMinutes(-30))) {
            Sealer then = new Sealer(house.oldKey, Clock.offset(Clock.systemUTC(), age.negated()));
            boolean good = age.equals(Duration.ofDays(29));
            Report report = judged(
                    evidence(referral("age " + age, then), "ggz-noord"),
                    Instant.now(),
                    good ? Verdict.VALID : Verdict.INVALID);
            if (!good) {
                assertThat(report.findings()).anySatisfy(finding -> {
                    assertThat(finding.where()).isEqualTo("messages/001/seal.jws");
                    assertThat(finding.what()).contains("accepted");
                });
            }
        }
    }

    @Test
    void whatTheLogNamesMustBeThereToBeJudged() throws Exception {
        Report unsealed = judged(without("messages/001/seal.jws"), Instant.now(), Verdict.CANNOT_PROVE);
        assertThat(unsealed.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("the seal that the log names"));
        judged(without("messages/001/bytes.bin"), Instant.now(), Verdict.CANNOT_PROVE);
        judged(
                resealed(wards, files -> files.keySet().removeIf(name -> name.contains("/receipt-"))),
                Instant.now(),
                Verdict.CANNOT_PROVE);
    }

    private static byte[] without(String name) throws Exception {
        return resealed(wards, files -> files.remove(name));
    }

    /** Sender and message id are one message's for ever. */
    @Test
    void aMessageThatIsThereTwiceIsAReplay() throws Exception {
        judged(
                resealed(
                        wards,
                        files -> new TreeMap<>(files.subMap("messages/001/", "messages/002"))
                                .forEach((name, bytes) -> files.put(name.replace("/001/", "/002/"), bytes))),
                Instant.now(),
                Verdict.INVALID);
        altered("messages/001/message.json", "\"message_id\":\"first", "\"message_id\":\"firsu");
        altered("messages/001/message.json", "\"accepted_at\":\"20", "\"accepted_at\":\"21");
    }

    /** Receipts that nobody was given: the gateway's own key signs another story. */
    @Test
    void aReceiptSaysOneThingToOneParty() throws Exception {
        JsonNode first = payload("messages/001/receipt-001.jws");
        JsonNode later = payload("messages/001/receipt-002.jws");
        assertThat(first.path("to").asText()).isEqualTo("ggz-noord");
        assertThat(later.path("stage").asText()).isEqualTo("outcome");
        forged(first, "to", "pi-demo");
        forged(first, "message_id", "another");
        forged(first, "bytes_sha256", "00");
        forged(later, "outcome", "refused");
        forged(later, "stage", "answered");
        forged(later, "partner", "pi-demo");
        forged(later, "places", "");
        // The same bytes twice are a copy; the same words signed at another moment are a second receipt.
        String receipt = "messages/001/receipt-001.jws";
        judged(
                resealed(wards, files -> files.put("messages/001/receipt-009.jws", files.get(receipt))),
                Instant.now(),
                Verdict.VALID);
        judged(
                resealed(wards, files -> files.put("messages/001/receipt-009.jws", signed(first, 1))),
                Instant.now(),
                Verdict.INVALID);
    }

    private static JsonNode payload(String name) throws Exception {
        return Texts.read(SealedBy.payload(new String(StoredZip.read(wards).get(name), StandardCharsets.US_ASCII))
                .orElseThrow());
    }

    /** In the place of the true one, which nobody shows. */
    private static void forged(JsonNode receipt, String member, String value) throws Exception {
        ObjectNode other = receipt.deepCopy();
        if (value.isEmpty()) {
            other.remove(member);
        } else {
            other.put(member, value);
        }
        boolean first = receipt.path("stage").asText().equals("accepted");
        String name = "messages/001/receipt-00" + (first ? 1 : 2) + ".jws";
        Report report =
                judged(resealed(wards, files -> files.put(name, signed(other, 0))), Instant.now(), Verdict.INVALID);
        assertThat(report.findings())
                .as(member)
                .anySatisfy(finding -> assertThat(finding.where()).isEqualTo(name));
    }

    private static byte[] signed(JsonNode receipt, int secondsLater) {
        Instant at = Instant.parse(receipt.path("accepted_at").asText());
        byte[] words = receipt.toString().getBytes(StandardCharsets.UTF_8);
        String detached = new Sealer(
                        house.bean(GatewayKeys.class).seal(), Clock.fixed(at.plusSeconds(secondsLater), ZoneOffset.UTC))
                .seal(words, ReceiptWriter.RECEIPT, "application/json");
        return House.ascii(detached.replace("..", '.' + Texts.base64(words) + '.'));
    }

    @Test
    void staysValidAfterAllCertificatesEnded() throws Exception {
        judged(wards, LATER, Verdict.VALID);
    }

    @Test
    void cannotProveAnythingOldWithoutATimeStamp() throws Exception {
        byte[] bare = resealed(wards, files -> files.keySet().removeIf(name -> name.endsWith(".tsr")));
        judged(bare, Instant.now(), Verdict.VALID);
        Report late = judged(bare, LATER, Verdict.CANNOT_PROVE);
        assertThat(late.findings())
                .allSatisfy(finding -> assertThat(finding.what()).contains("time-stamp"));
    }

    @Test
    void isInvalidWhenTheSignerWasRevokedBeforeAndValidWhenAfterTheStamp() throws Exception {
        IssuedKey key = house.authority.issue(House.WARD_SUBJECT, Usage.SEAL);
        Sealer sealer = new Sealer(key, Clock.systemUTC());
        ReferralReference before = referral("before", sealer);
        Instant stamped = Instant.now();
        await().until(() -> Instant.now().isAfter(stamped.plusSeconds(2)));
        house.authority.revoke(key.certificate().getSerialNumber());
        heardOfRevocation(key);
        byte[] whole = evidence(before, "ggz-noord");
        for (byte[] good : List.of(whole, byAnswersAlone(whole))) {
            judged(good, Instant.now(), Verdict.VALID);
            judged(good, LATER, Verdict.VALID);
            Report bare = judged(
                    resealed(good, files -> files.keySet().removeIf(name -> name.endsWith(".tsr"))),
                    Instant.now(),
                    Verdict.CANNOT_PROVE);
            assertThat(bare.findings())
                    .anySatisfy(finding -> assertThat(finding.what()).contains("revoked"));
        }
        Instant revoked = Instant.now();
        await().until(() -> Instant.now().isAfter(revoked.plusSeconds(2)));
        byte[] after = evidence(referral("after", sealer), "ggz-noord");
        for (byte[] late : List.of(after, byAnswersAlone(after))) {
            Report bad = judged(late, Instant.now(), Verdict.INVALID);
            assertThat(bad.findings()).anySatisfy(finding -> {
                assertThat(finding.where()).isEqualTo("messages/001/seal.jws");
                assertThat(finding.what()).contains("revoked").contains("before it was signed");
            });
        }
    }

    @Test
    void aRespondersAnswerStandsInThePlaceOfAList() throws Exception {
        byte[] answered = byAnswersAlone(wards);
        judged(answered, Instant.now(), Verdict.VALID);
        judged(answered, LATER, Verdict.VALID);
        byte[] other = Answers.of(
                house.authority,
                house.authority.issue(House.GATEWAY, Usage.SEAL).certificate());
        for (UnaryOperator<byte[]> change : List.<UnaryOperator<byte[]>>of(
                said -> other, EvidenceIT::lastBitTurned, said -> House.ascii("no answer"))) {
            Report report = judged(
                    resealed(
                            answered,
                            files -> files.replaceAll(
                                    (name, said) -> name.endsWith(".ocsp") ? change.apply(said) : said)),
                    Instant.now(),
                    Verdict.CANNOT_PROVE);
            assertThat(report.findings())
                    .anySatisfy(finding -> assertThat(finding.what()).contains("responder"));
        }
    }

    /** Many authorities let somebody else answer for them; only who has their certificate for just this counts. */
    @Test
    void aResponderThatTheAuthorityAppointedCountsAlsoWhenItsAnswerIsOld() throws Exception {
        for (boolean appointed : List.of(true, false)) {
            Duration life = Duration.ofSeconds(3);
            byte[] told = restamped(byAnswersAlone(wards), files -> {
                files.keySet().removeIf(name -> name.endsWith(".ocsp"));
                int number = 1;
                for (X509Certificate signer : List.of(
                        house.wardKey.certificate(),
                        house.bean(GatewayKeys.class).seal().certificate(),
                        house.bean(GatewayKeys.class).checkpoint().certificate())) {
                    files.put(
                            "trust/answer-%02d.ocsp".formatted(number++),
                            Answers.delegated(house.pki, signer, appointed, life));
                }
            });
            Instant over = Instant.now().plus(life);
            await().until(() -> Instant.now().isAfter(over));
            judged(told, Instant.now(), appointed ? Verdict.VALID : Verdict.CANNOT_PROVE);
        }
    }

    private static byte[] lastBitTurned(byte[] bytes) {
        byte[] turned = bytes.clone();
        turned[turned.length - 1] ^= 1;
        return turned;
    }

    @Test
    void cannotProveWithoutAListOrAnAnswer() throws Exception {
        Report report = judged(
                resealed(
                        wards,
                        files -> files.keySet().removeIf(name -> name.endsWith(".crl") || name.endsWith(".ocsp"))),
                Instant.now(),
                Verdict.CANNOT_PROVE);
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("revocation list"));
    }

    @Test
    void believesNobodyElsesRootAndSaysWhichOneIsMissing() throws Exception {
        CertificateAuthority strange = CertificateAuthority.createAt(folder.resolve("strange"), Clock.systemUTC());
        assertThat(EvidenceCheck.of(wards, List.of(strange.root()), Instant.now())
                        .verdict())
                .isEqualTo(Verdict.INVALID);
        Report nobody = EvidenceCheck.of(wards, List.of(), Instant.now());
        assertThat(nobody.verdict()).isEqualTo(Verdict.CANNOT_PROVE);
        assertThat(nobody.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("SHA-256"));
        byte[] without = resealed(wards, files -> files.keySet().removeIf(name -> name.startsWith("trust/root")));
        assertThat(EvidenceCheck.of(without, List.of(), Instant.now()).verdict())
                .isEqualTo(Verdict.CANNOT_PROVE);
    }

    /** Somebody at the gateway, who has its key, seals another story. */
    @Test
    void findsWhatTheGatewayItselfAltered() throws Exception {
        String leaf = first("log/");
        String checkpoint = last("checkpoints/", ".json");
        String receipt = "messages/001/receipt-001.jws";
        altered(leaf, "delivered", "refused  ");
        altered(leaf, "\"position\":", "\"position\":1");
        altered(checkpoint, "\"root\":\"", "\"root\":\"A");
        altered("messages/001/message.json", "\"sender\":\"ggz-noord\"", "\"sender\":\"pi-demo\"");
        altered("messages/001/message.json", "\"sha256\":\"", "\"sha256\":\"0");
        altered("deliveries/001/delivery.json", "\"receiver\":\"opvang", "\"receiver\":\"opvanx");
        altered("messages/001/bytes.bin", "MSH", "MSJ");
        judged(
                resealed(wards, files -> files.put(receipt, files.get("messages/001/receipt-002.jws"))),
                Instant.now(),
                Verdict.VALID);
        judged(
                resealed(wards, files -> files.put(receipt, files.get("messages/001/seal.jws"))),
                Instant.now(),
                Verdict.INVALID);
        SortedMap<String, byte[]> other = StoredZip.read(evidence(referral("other", house.ward), "ggz-noord"));
        judged(resealed(wards, files -> files.put(receipt, other.get(receipt))), Instant.now(), Verdict.INVALID);
        judged(
                resealed(wards, files -> files.put("messages/001/seal.jws", other.get("messages/001/seal.jws"))),
                Instant.now(),
                Verdict.INVALID);
        Report gone = judged(
                resealed(wards, files -> files.keySet().removeIf(name -> name.startsWith("log/"))),
                Instant.now(),
                Verdict.CANNOT_PROVE);
        assertThat(gone.findings())
                .allSatisfy(finding -> assertThat(finding.what()).contains("leaf"));
        judged(
                resealed(wards, files -> files.keySet().removeIf(name -> name.startsWith("checkpoints/"))),
                Instant.now(),
                Verdict.CANNOT_PROVE);
    }

    @Test
    void findsEveryBitThatWasTurned() throws Exception {
        Random dice = new Random(20_261_128);
        for (int i = 0; i < TAMPERS; i++) {
            byte[] turned = wards.clone();
            int bit = dice.nextInt(turned.length * 8);
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(EvidenceCheck.of(turned, anchors(), Instant.now()).verdict())
                    .as("bit " + bit)
                    .isEqualTo(Verdict.INVALID);
        }
        System.out.println("evidence: " + TAMPERS + " single bits of " + wards.length + " bytes turned, all found");
    }

    @Test
    void theSecondVerifierFindsTurnedBitsToo() throws Exception {
        Random dice = new Random(5);
        for (int i = 0; node.isPresent() && i < 20; i++) {
            byte[] turned = wards.clone();
            int bit = dice.nextInt(turned.length * 8);
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            judged(turned, Instant.now(), Verdict.INVALID);
        }
    }

    private static void altered(String name, String from, String to) throws Exception {
        judged(
                resealed(wards, files -> {
                    String text = new String(files.get(name), java.nio.charset.StandardCharsets.ISO_8859_1);
                    String other = text.replaceFirst(from, to);
                    assertThat(other).as(name + " " + from).isNotEqualTo(text);
                    files.put(name, other.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                }),
                Instant.now(),
                Verdict.INVALID);
    }

    private static String first(String stem) throws Exception {
        return StoredZip.read(wards).keySet().stream()
                .filter(name -> name.startsWith(stem))
                .reduce((a, b) -> stem.equals("log/") && says(b, "delivered") ? b : a)
                .orElseThrow();
    }

    private static boolean says(String name, String word) {
        try {
            return new String(StoredZip.read(wards).get(name), java.nio.charset.StandardCharsets.UTF_8).contains(word);
        } catch (StoredZip.Unreadable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String last(String stem, String ending) throws Exception {
        return StoredZip.read(wards).keySet().stream()
                .filter(name -> name.startsWith(stem) && name.endsWith(ending))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    /** The same file with a change, sealed with the gateway's own key; the stamp over the whole is lost by it. */
    static byte[] resealed(byte[] zip, Consumer<SortedMap<String, byte[]>> change) throws Exception {
        return sealedAnew(zip, change, contents -> Optional.empty());
    }

    /** As if it had been written so: with a stamp over the whole. */
    static byte[] restamped(byte[] zip, Consumer<SortedMap<String, byte[]>> change) throws Exception {
        return sealedAnew(zip, change, house.bean(StampDesk.class)::stamp);
    }

    private static byte[] sealedAnew(
            byte[] zip, Consumer<SortedMap<String, byte[]>> change, Function<byte[], Optional<byte[]>> stamping)
            throws Exception {
        SortedMap<String, byte[]> files = StoredZip.read(zip);
        files.keySet().removeAll(List.of(Texts.CONTENTS, Texts.STAMP, Texts.SEALED));
        change.accept(files);
        byte[] contents = Texts.contents(files).bytes();
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        Texts about = Texts.about(reference, "x", now, contents);
        stamping.apply(contents).ifPresent(stamp -> {
            about.member("stamp_sha256", Texts.hex(stamp));
            files.put(Texts.STAMP, stamp);
        });
        files.put(Texts.CONTENTS, contents);
        files.put(Texts.SEALED, House.ascii(new EvidenceSeal(house.bean(Sealer.class)).sign(about.text(), now)));
        return StoredZip.write(files);
    }
}
