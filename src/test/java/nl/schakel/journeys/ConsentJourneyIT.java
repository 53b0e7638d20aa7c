package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nl.schakel.demo.DemoPartners;
import nl.schakel.demo.PartnerVoice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client says about their data, from the outside: by HL7 v2, by FHIR and by an operator; what waits stops, and who
 * has it already is told and acknowledges.
 */
class ConsentJourneyIT {
    private static final String SCORES = "zrm-2017";
    private static final String SHELTER = "opvang-demo";
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration RETRIED = Duration.ofSeconds(90);
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

    @TempDir
    static Path folder;

    private static final Map<String, Integer> PORTS = new TreeMap<>();
    private static DemoProcess demo;
    private static DemoPartners partners;
    private static Held held;
    private static Operator operator;
    private static Ward ward;
    private static int number;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.forEach((name, port) -> {
            if (name.startsWith("schakel.demo.ports.")) {
                PORTS.put(name.substring("schakel.demo.ports.".length()), Integer.valueOf(port));
            }
        });
        settings.put("schakel.demo.partners", "false");
        Path home = folder.resolve("home");
        partners = DemoPartners.start(home, PORTS);
        demo = DemoProcess.at(home, settings).start();
        held = new Held(demo);
        operator = Operator.of(demo);
        ward = new Ward(demo);
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(held.log()).doesNotContain("999900420", "999900523", "van der Meer", "SCH-7999");
        demo.close();
        partners.close();
    }

    @Test
    void whatAWardSaysForItsClientReleasesStopsAndIsAcknowledged() throws IOException {
        assertThat(ward.consent("J1", "AKKOORD")).contains("|AA|");
        String reference = ward.referral("J1");
        assertThat(held.one(SHELTER, reference)).contains(SCORES);
        assertThat(operator.trace(reference)).containsPattern("consent opvang-demo permitted .*zrm");

        assertThat(ward.consent("J1", "INGETROKKEN")).contains("|AA|");
        String notice = held.one(SHELTER, reference, "no-longer-permitted");
        assertThat(notice).contains("\"zrm\"", "\"network\"").doesNotContain(SCORES, "Test");
        assertThat(waiting(reference)).hasSize(1);

        acknowledgedByItsReceiverAlone(
                reference, waiting(reference).get(0).path("id").asText());

        assertThat(ward.consent("J1", "AKKOORD")).contains("|AA|");
        await().atMost(SOON).until(() -> held.with(SHELTER, reference, SCORES).size() == 2);
        assertThat(operator.trace(reference)).contains("widened");
    }

    private static void acknowledgedByItsReceiverAlone(String reference, String notice) throws IOException {
        PartnerVoice shelter = ward.voice(SHELTER);
        PartnerVoice.Answer read = shelter.readTask(notice);
        assertThat(read.text()).contains("\"requested\"", "no-longer-permitted", "withdrawn-category", reference);
        String etag = read.etag().orElseThrow();
        byte[] word = task(notice, reference, "received");
        assertThat(ward.voice("vrouwenopvang-demo").readTask(notice).status()).isEqualTo(404);
        assertThat(ward.voice("vrouwenopvang-demo")
                        .changeTask(notice, etag, word)
                        .status())
                .isIn(403, 404);
        assertThat(shelter.changeTask(notice, "W/\"7\"", word).status()).isEqualTo(412);
        assertThat(waiting(reference)).as("nobody acknowledged yet").hasSize(1);

        PartnerVoice.Answer patched = shelter.patchTask(
                notice,
                etag,
                "application/json-patch+json",
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"received\"}]".getBytes(StandardCharsets.UTF_8));
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.etag()).contains("W/\"2\"");
        assertThat(waiting(reference)).isEmpty();
        assertThat(operator.trace(reference)).contains("consent opvang-demo acknowledged notice " + notice);

        DemoProcess.Ran sent = held.answers(SHELTER, reference, "acknowledge.json");
        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(shelter.readTask(notice).text()).contains("\"completed\"", "\"versionId\":\"3\"");
        PartnerVoice.Answer again = shelter.changeTask(notice, "W/\"3\"", task(notice, reference, "accepted"));
        assertThat(again.status()).isEqualTo(422);
    }

    @Test
    void withoutAConsentItStaysHereAndTheTraceSaysWhy() throws IOException {
        String reference = ward.referral("N1");
        assertThat(held.one(SHELTER, reference)).doesNotContain(SCORES);
        assertThat(operator.trace(reference)).containsPattern("disclosure opvang-demo withheld .*zrm");
    }

    @Test
    void aHospitalsFhirConsentReleasesAndItsWithdrawalIsTold() throws IOException {
        PartnerVoice hospital = ward.voice("ziekenhuis-demo");
        byte[] request = Files.readAllBytes(Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json"));
        PartnerVoice.Answer sent = hospital.sendMessage(request);
        assertThat(sent.isGood()).as(sent.text()).isTrue();
        String reference = Held.reference(new DemoProcess.Ran(0, sent.text()));
        assertThat(held.one(SHELTER, reference)).doesNotContain(SCORES);

        assertThat(fhirConsent(hospital, "active", "999900523").isGood()).isTrue();
        held.one(SHELTER, reference, SCORES);

        assertThat(fhirConsent(hospital, "inactive", "999900523").isGood()).isTrue();
        held.one(SHELTER, reference, "no-longer-permitted", "\"zrm\"");
        assertThat(held.answers(SHELTER, reference, "acknowledge.json").exit()).isZero();
        assertThat(operator.trace(reference)).contains("consent opvang-demo acknowledged notice ");
        assertThat(waiting(reference)).isEmpty();
    }

    /** A client who said yes under one number and no under another. */
    @Test
    void aNoUnderAnotherNumberStopsWhatWaitsOnceBothAreOneClient() throws IOException {
        ward.consent("OUD1", "AKKOORD");
        partners.close();
        String reference;
        try {
            reference = ward.referral("OUD1");
            await().atMost(SOON).until(() -> operator.trace(reference).contains("consent opvang-demo permitted"));
            assertThat(ward.consent("NIEUW1", "GEWEIGERD")).contains("|AA|");
            assertThat(ward.merge("NIEUW1", "OUD1^^^ZIEKENHUIS^PI"))
                    .as("only who issued a number merges it")
                    .contains("|AE|", "MRG^1^1^1^4", "SCH-");
            assertThat(operator.trace(reference)).doesNotContain("merge", "withdrawn");

            assertThat(ward.merge("NIEUW1", "OUD1^^^GGZ-NOORD^PI")).contains("|AA|");
            await().atMost(STOP).until(() -> operator.trace(reference).contains("release opvang-demo withdrawn"));
        } finally {
            partners = DemoPartners.start(demo.home(), PORTS);
        }
        await().atMost(RETRIED).until(() -> !held.with(SHELTER, reference).isEmpty());
        assertThat(held.with(SHELTER, reference, SCORES)).isEmpty();
        String later = ward.referral("NIEUW1");
        held.one(SHELTER, later);
        assertThat(held.with(SHELTER, later, SCORES)).isEmpty();
        assertThat(operator.trace(reference)).contains("merge ggz-noord joined").doesNotContain("OUD1", "NIEUW1");
        assertThat(demo.run("client-report", later, "--output", "json").output())
                .contains(reference, later, "twee nummers samengevoegd")
                .doesNotContain("OUD1", "NIEUW1");
        assertThat(operator.get("/api/v1/clients/" + later + "/consents").text())
                .isEqualTo(operator.get("/api/v1/clients/" + reference + "/consents")
                        .text());
    }

    @Test
    void anOperatorsWithdrawalStopsWhatWaits() throws IOException {
        ward.consent("Q1", "AKKOORD");
        partners.close();
        String reference;
        try {
            reference = ward.referral("Q1");
            await().atMost(SOON).until(() -> operator.trace(reference).contains("consent opvang-demo permitted"));
            String consents = "/api/v1/clients/" + reference + "/consents";
            String id = operator.get(consents).json().at("/consents/0/id").asText();

            assertThat(operator.post(consents + "/" + id + "/withdraw", "").status())
                    .isEqualTo(200);
            long withdrawn = System.nanoTime();
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(STOP)
                    .until(() -> operator.trace(reference).contains("release opvang-demo withdrawn"));
            System.out.println("from withdrawal to stop, over the doors: "
                    + Duration.ofNanos(System.nanoTime() - withdrawn).toMillis() + " ms");
        } finally {
            partners = DemoPartners.start(demo.home(), PORTS);
        }
        await().atMost(RETRIED).until(() -> !held.with(SHELTER, reference).isEmpty());
        assertThat(held.with(SHELTER, reference, SCORES)).isEmpty();
        // A connection that was kept may have broken under the first attempt: then nobody knows, and it is told.
        boolean mayHaveIt = operator.trace(reference).contains("SCH-6003");
        assertThat(held.with(SHELTER, reference, "no-longer-permitted").isEmpty())
                .as("it is told exactly when it may have had it")
                .isEqualTo(!mayHaveIt);
    }

    @Test
    void aWithdrawalForAClientWhomNobodyKnowsGetsAClearAnswer() throws IOException {
        assertThat(ward.consent("X1", "INGETROKKEN")).contains("|AA|").contains("no referral of this client runs");
        PartnerVoice.Answer fhir = fhirConsent(ward.voice("ziekenhuis-demo"), "inactive", "999900444");
        assertThat(fhir.isGood()).isTrue();
        assertThat(fhir.text()).contains("No referral of this client runs", "Er loopt geen verwijzing van deze client");
        for (String nobody : new String[] {"V-2025-00001-0", "V-2026-99999-9", "somebody"}) {
            Operator.Answer unknown = operator.post(
                    "/api/v1/clients/" + nobody + "/consents/8f2c8a3e-0000-4000-8000-000000000001/withdraw", "");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.type()).startsWith("application/problem+json");
            assertThat(unknown.json().path("titel").asText()).isNotBlank();
        }
    }

    private static List<JsonNode> waiting(String reference) {
        List<JsonNode> own = new ArrayList<>();
        operator.get("/api/v1/notices").json().path("notices").forEach(notice -> {
            if (notice.path("reference").asText().equals(reference)) {
                own.add(notice);
            }
        });
        return own;
    }

    private static byte[] task(String id, String reference, String status) {
        return ("{\"resourceType\":\"Task\",\"id\":\"" + id + "\",\"intent\":\"order\",\"status\":\"" + status
                        + "\",\"identifier\":[{\"system\":\"https://schakel.nl/fhir/NamingSystem/referral\",\"value\":\""
                        + reference + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The hospital writes down what its client said to the shelter's having scores, with the text that was signed. */
    private static PartnerVoice.Answer fhirConsent(PartnerVoice hospital, String status, String bsn)
            throws IOException {
        String signed = Base64.getEncoder()
                .encodeToString("Ik vind het goed dat de opvang mijn scores krijgt.".getBytes(StandardCharsets.UTF_8));
        return hospital.post("/fhir/Consent", "application/fhir+json", """
                {"resourceType": "Consent", "id": "t-%d", "status": "%s",
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                   "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"identifier": {"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": "%s"}},
                 "dateTime": "%s",
                 "sourceAttachment": {"contentType": "text/plain", "data": "%s"},
                 "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                   "code": "OPTIN"}]},
                 "provision": {"type": "permit",
                   "actor": [{"role": {"coding": [{
                       "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
                     "reference": {"identifier": {"system": "http://fhir.nl/fhir/NamingSystem/oin",
                       "value": "00000099000000005000"}}}],
                   "purpose": [{"system": "https://schakel.nl/fhir/CodeSystem/purpose", "code": "TRANSITION"}],
                   "class": [{"system": "https://schakel.nl/fhir/CodeSystem/data-category", "code": "zrm"}]}}
                """.formatted(
                        ++number, status, bsn, LocalDate.now(ZONE).minusDays(1), signed)
                .getBytes(StandardCharsets.UTF_8));
    }
}
