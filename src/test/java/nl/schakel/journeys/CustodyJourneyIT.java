package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import nl.schakel.demo.Doors;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has the client, on the running product: over the FHIR door, told to the ward, and proven offline. */
class CustodyJourneyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATCH = "application/json-patch+json";

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Held held;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.audit.checkpoint", "1s");
        demo = DemoProcess.at(folder.resolve("home"), settings).start();
        held = new Held(demo);
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(held.log()).doesNotContain("SCH-7999");
        demo.close();
    }

    @Test
    void aShelterTakesTheClientOverAndItsWardHoldsTheProof() throws IOException {
        DemoProcess.Ran sent =
                demo.run("send", "mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7", "--as", "ggz-noord");
        String reference = Held.reference(sent);
        assertThat(refused(reference)).contains("SCH-4006", "requested with custody-taken-over");
        assertThat(held.answers("opvang-demo", reference, "accept.json").exit()).isZero();
        assertThat(held.trace(reference)).contains("custodian ggz-noord").doesNotContain("taken-over");
        assertThat(held.answers("opvang-demo", reference, "give-back.json").output())
                .contains("SCH-4006");

        DemoProcess.Ran taken = held.answers("opvang-demo", reference, "take-over.json");
        assertThat(taken.exit()).as(taken.output()).isZero();
        assertThat(held.trace(reference)).contains("custodian opvang-demo", "taken-over");
        assertThat(held.one("ggz-noord", reference, "custody-taken-over")).contains("RRI^I12", "^in-progress^");
        PartnerVoice.Answer shown = shelter().readTask(task(reference));
        assertThat(shown.text()).contains("CodeSystem/custody", "custody-taken-over");

        JsonNode receipt = proven(reference, "taken-over");
        assertThat(receipt.path("partner").asText()).isEqualTo("opvang-demo");
        assertThat(held.answers("opvang-demo", reference, "give-back.json").exit())
                .isZero();
        assertThat(held.trace(reference)).contains("custodian ggz-noord", "returned");
        held.one("ggz-noord", reference, "custody-returned");
        proven(reference, "returned");
    }

    /** To take over what was not accepted, by a patch, as a program would. */
    private static String refused(String reference) throws IOException {
        String task = task(reference);
        String etag = shelter().readTask(task).etag().orElseThrow();
        String patch =
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"accepted\"},{\"op\":\"add\",\"path\":\"/businessStatus\","
                        + "\"value\":{\"coding\":[{\"system\":\"https://schakel.nl/fhir/CodeSystem/custody\",\"code\":\"custody-taken-over\"}]}}]";
        PartnerVoice.Answer answer = shelter().patchTask(task, etag, PATCH, patch.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        return answer.text();
    }

    /** The receipt of that move, out of an evidence file that is valid; EvidenceIT tries the other verifier. */
    private static JsonNode proven(String reference, String outcome) throws IOException {
        Path zip = folder.resolve(outcome + ".zip");
        List<JsonNode> found = new ArrayList<>();
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            found.clear();
            if (demo.run("evidence", reference, "--out", zip.toString(), "--for", "ggz-noord")
                            .exit()
                    == 0) {
                receipts(zip).stream()
                        .filter(receipt -> receipt.path("stage").asText().equals("custody"))
                        .filter(receipt -> receipt.path("outcome").asText().equals(outcome))
                        .forEach(found::add);
            }
            return !found.isEmpty() && demo.run("verify", zip.toString()).exit() == 0;
        });
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<JsonNode> receipts(Path zip) throws IOException {
        List<JsonNode> receipts = new ArrayList<>();
        try (ZipInputStream files = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                if (file.getName().contains("/receipt-")) {
                    String jws = new String(files.readAllBytes(), StandardCharsets.US_ASCII);
                    receipts.add(JSON.readTree(Base64.getUrlDecoder().decode(jws.split("\\.")[1])));
                }
            }
        }
        return receipts;
    }

    private static String task(String reference) throws IOException {
        Path answer = demo.home().resolve("answers/opvang-demo/" + reference + "-accept.json");
        await().atMost(SOON).until(() -> Files.exists(answer));
        return JSON.readTree(answer.toFile()).path("id").asText();
    }

    private static PartnerVoice shelter() throws IOException {
        Doors doors = Doors.read(demo.home()).orElseThrow();
        return PartnerVoice.of(demo.home(), new PartnerId("opvang-demo"), doors).fold(v -> v, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }
}
