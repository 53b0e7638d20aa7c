package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.broker.PartnersBroker;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.TlsContexts;
import nl.schakel.trust.TrustAnchors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A hospital and a desk that refer through their broker, and a shelter that is asked through it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JmsJourneyIT {
    private static final String HOSPITAL = "ziekenhuis-demo";
    private static final String SHELTER = "opvang-demo";
    private static final String DESK = "toegang-eindhoven";
    private static final String WORD = "made-for-this-test";
    private static final Duration LONG = Duration.ofMinutes(2L * Integer.getInteger("schakel.crash.patience", 1));
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What belongs to a file or a request, and to no message in a queue. */
    private static final Set<String> OF_OTHER_DOORS = Set.of("name", "ending", "link", "folder", "old");

    @TempDir
    static Path folder;

    private static PartnersBroker broker;
    private static DemoProcess demo;
    private static byte[] referral;
    private static byte[] answer;

    @BeforeAll
    static void startsAGatewayAndThenABroker() throws Exception {
        broker = new PartnersBroker(
                folder.resolve("broker"),
                WORD,
                "van-ziekenhuis",
                "voor-ziekenhuis",
                "geweigerd-ziekenhuis",
                "van-toegang",
                "voor-toegang",
                "voor-opvang");
        Path home = folder.resolve("home");
        Path secret = Files.createDirectories(home.resolve("config/secrets")).resolve("broker");
        Files.writeString(secret, WORD);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.directory.routes", routes().toString());
        demo = DemoProcess.at(home, settings);
        demo.start();
        broker.start(TlsContexts.fromFiles(
                keys(HOSPITAL).resolve("tls.crt"),
                keys(HOSPITAL).resolve("tls.key"),
                List.of(ca().resolve("root.crt"), ca().resolve("intermediate.crt"))));
        referral = Files.readAllBytes(Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json"));
    }

    @AfterAll
    static void stops() throws Exception {
        demo.close();
        broker.close();
    }

    private static Path keys(String partner) {
        return demo.home().resolve("pki/partners").resolve(partner);
    }

    private static Path ca() {
        return demo.home().resolve("pki/ca");
    }

    private static Path routes() throws IOException {
        Path own = OwnRoutes.in(folder);
        change(
                own,
                HOSPITAL,
                "channels:\n",
                "channels:\n" + in(true, "van-ziekenhuis", "voor-ziekenhuis")
                        + "      refused: geweigerd-ziekenhuis\n");
        change(own, DESK, "channels:\n", "channels:\n" + in(false, "van-toegang", "voor-toegang"));
        change(
                own,
                SHELTER,
                "  - name: fhir-out\n",
                "  - name: jms-out\n    template: jms-out\n    sealed: true\n" + parameters()
                        + "      queue: voor-opvang\n  - name: fhir-out\n");
        return own;
    }

    private static void change(Path routes, String partner, String old, String fresh) throws IOException {
        Path file = routes.resolve("partners").resolve(partner + ".yaml");
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, fresh));
    }

    private static String in(boolean sealed, String queue, String replies) {
        return "  - name: jms-in\n    template: jms-in\n    sealed: " + sealed + "\n" + parameters() + "      queue: "
                + queue + "\n      kind: json\n      replies: " + replies + "\n";
    }

    private static String parameters() {
        return "    parameters:\n      host: localhost\n      port: " + broker.secured()
                + "\n      account: schakel\n      secret: broker\n";
    }

    private static String put(String queue, byte[] body, Optional<String> seal) {
        return broker.put(queue, context -> {
            try {
                BytesMessage message = context.createBytesMessage();
                message.writeBytes(body);
                if (seal.isPresent()) {
                    message.setStringProperty("PayloadSignature", seal.get());
                }
                return message;
            } catch (JMSException trouble) {
                throw new IllegalStateException(trouble);
            }
        });
    }

    private static Optional<String> seal(byte[] body) {
        return Optional.of(new Sealer(
                        KeyFiles.read(
                                keys(HOSPITAL).resolve("seal.crt"),
                                keys(HOSPITAL).resolve("seal.key")),
                        Clock.systemUTC())
                .seal(body, Sealer.DOCUMENT, "application/fhir+json"));
    }

    private static Message answer(String queue) {
        await().atMost(LONG).until(() -> broker.count(queue) > 0);
        return broker.take(queue).orElseThrow();
    }

    private static byte[] bytes(Message answer) throws JMSException {
        return answer.getBody(String.class).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Order(1)
    @Guards(Threat.T02)
    void aKillBetweenCommitAndAcknowledgementGivesTheReceiptThatWasStoredAndOneAnswer() throws Exception {
        CountDownLatch committing = broker.losesAllCommits();
        String id = put("van-ziekenhuis", referral, seal(referral));
        assertThat(committing.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        demo.kill();
        broker.stop();
        broker.start();
        assertThat(broker.count("voor-ziekenhuis")).isZero();
        demo.start();
        Message message = answer("voor-ziekenhuis");
        answer = bytes(message);
        JsonNode receipt = JSON.readTree(answer);
        assertThat(receipt.path("aangenomen").asInt()).as(receipt.toString()).isEqualTo(1);
        assertThat(receipt.at("/berichten/0/bewijs").asText()).contains(".");
        assertThat(message.getJMSCorrelationID()).isEqualTo(id);
        await().atMost(LONG).until(() -> broker.count("van-ziekenhuis") == 0);
        assertThat(broker.count("voor-ziekenhuis")).isZero();
    }

    @Test
    @Order(2)
    void theSameReferralAgainGetsTheSameAnswerToTheByteAndIsNoSecondOne() throws Exception {
        put("van-ziekenhuis", referral, seal(referral));
        assertThat(bytes(answer("voor-ziekenhuis"))).isEqualTo(answer);
    }

    @Test
    @Order(3)
    void theShelterFindsTheRequestInItsQueueUnderTheGatewaysSeal() throws Exception {
        String reference = JSON.readTree(answer).at("/berichten/0/kenmerk").asText();
        BytesMessage request = (BytesMessage) answer("voor-opvang");
        byte[] body = request.getBody(byte[].class);
        assertThat(new String(body, StandardCharsets.UTF_8)).contains(reference, "\"Bundle\"");
        assertThat(request.getStringProperty("ContentType")).isEqualTo("application/fhir+json");
        assertThat(request.getStringProperty("MessageId")).isNotBlank();
        X509Certificate root = KeyFiles.certificates(ca().resolve("root.crt")).get(0);
        SealVerifier verifier = new SealVerifier(TrustAnchors.of(List.of(root), Clock.systemUTC()));
        String signer = verifier.verify(
                        body, request.getStringProperty("PayloadSignature"), Sealer.DOCUMENT, Instant.now())
                .fold(made -> made.signer().oin(), problem -> problem.sentence());
        assertThat(signer).isEqualTo("00000099000000000000");
        Held held = new Held(demo);
        await().atMost(LONG).until(() -> held.trace(reference).contains("delivered"));
        assertThat(broker.count("voor-opvang")).as("once").isZero();
    }

    @Test
    @Order(4)
    @Guards(Threat.T01)
    void withoutItsSealOrUnderTheSealOfOtherBytesItIsRefusedAnsweredAndKept() throws Exception {
        put("van-ziekenhuis", referral, Optional.empty());
        assertThat(answer("voor-ziekenhuis").getBody(String.class)).contains("SCH-3003");
        put("van-ziekenhuis", referral, seal(new byte[] {1}));
        assertThat(answer("voor-ziekenhuis").getBody(String.class)).contains("SCH-3004");
        assertThat(answer("geweigerd-ziekenhuis").getBody(byte[].class)).isEqualTo(referral);
        assertThat(answer("geweigerd-ziekenhuis").getBody(byte[].class)).isEqualTo(referral);
    }

    /** Those of the desk's folder that are about JSON, with the same answers as there. */
    @Test
    @Order(5)
    @Guards({Threat.T10, Threat.T12, Threat.T13, Threat.T15})
    void hostileFormsAreAnsweredAsInAFolder() throws Exception {
        HostileBases bases = new HostileBases(Map.of("ssrf", "127.0.0.1:9"));
        Map<String, HostileCase> sent = new LinkedHashMap<>();
        for (HostileCase one : HostileCase.all()) {
            boolean fits = one.door().equals("desk")
                    && !one.expected().equals("left")
                    && one.steps().stream().noneMatch(step -> OF_OTHER_DOORS.contains(step.split(" ")[0]));
            if (fits) {
                Map<String, String> known = bases.next();
                HostileMessage message = HostileMessage.of(one, bases.good("desk", known), known);
                sent.put(put("van-toegang", message.bytes(), Optional.empty()), one);
            }
        }
        assertThat(sent).hasSizeGreaterThan(30);
        await().atMost(LONG).until(() -> broker.count("van-toegang") == 0);
        List<String> wrong = new ArrayList<>();
        for (Message one : broker.takeAll("voor-toegang")) {
            HostileCase asked = sent.remove(one.getJMSCorrelationID());
            String said = HostileAnswer.ofReceipt(bytes(one), 0).said();
            if (!said.equals(asked.expected())) {
                wrong.add(asked + "\n    must be " + asked.expected() + "\n    but was " + said);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(sent).as("not answered").isEmpty();
    }

    @Test
    @Order(6)
    void nobodyIsInTheLogNorAnyDefect() throws Exception {
        String log = new Held(demo).log() + demo.output();
        assertThat(log)
                .contains("door=jms partner=" + HOSPITAL)
                .doesNotContain("Fatima", "999900523", HostileBases.CANARY, WORD, "SCH-7999", "defect door");
        assertThat(demo.stop()).isLessThan(Duration.ofSeconds(20));
    }
}
