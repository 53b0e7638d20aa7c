package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.schakel.demo.Doors;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FHIR that is no message: transaction, document, a Task with its request, STU3 at the edge, and a Task that is patched. */
class FhirJourneyIT {
    private static final Path R4 = Path.of("mappings/fhir/r4/examples");
    private static final Path STU3 = Path.of("mappings/fhir/stu3/examples");
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String FHIR = "application/fhir+json";

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Held held;
    private static int number;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.directory.routes", routes().toString());
        demo = DemoProcess.at(folder.resolve("home"), settings).start();
        held = new Held(demo);
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(held.log()).doesNotContain("999900523", "van den Berg", "Fatima", "SCH-7999");
        demo.close();
    }

    /** The routes of the repository, in which the CTI team speaks FHIR STU3. */
    private static Path routes() throws IOException {
        Path own = OwnRoutes.in(folder);
        Path team = own.resolve("partners/cti-team-demo.yaml");
        Files.writeString(
                team,
                Files.readString(team)
                        .replaceAll("(?m)^sends: .*$", "sends: [Bundle/transaction, \"Task+ReferralRequest\", Task]")
                        .replaceAll(
                                "(?m)^channels: .*$",
                                "channels: [{name: fhir-in, template: fhir-rest-in, sealed: true}]")
                        .replaceAll("(?m)^mappings: .*$", "mappings: {in: fhir/stu3}"));
        return own;
    }

    @ParameterizedTest
    @CsvSource({"10-transaction", "12-document", "14-task-with-request"})
    void becomesTheSameReferralAsAMessage(String example) throws IOException {
        DemoProcess.Ran sent = send(R4.resolve(example), "ziekenhuis-demo");
        assertThat(sent.exit()).as(sent.output()).isZero();
        String reference = Held.reference(sent);

        assertThat(held.one("opvang-demo", reference)).contains("MessageHeader").doesNotContain("F20", "schizofrenie");
        held.one("toegang-eindhoven", reference);
        held.one("schuldhulp-demo", reference);
    }

    @ParameterizedTest
    @CsvSource({
        "11-transaction-deletes, SCH-",
        "13-document-without-composition-first, SCH-",
        "15-task-two-clients, SCH-2006",
        "16-task-cancelled, SCH-2007",
        "17-request-revoked, SCH-2007"
    })
    void refusesWhatIsNoRequest(String example, String code) {
        DemoProcess.Ran refused =
                demo.run("send", R4.resolve(example).resolve("input.json").toString(), "--as", "ziekenhuis-demo");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("HTTP 4", code);
    }

    @Test
    void refusesPartnersThatMayNotSendIt() {
        for (String partner : List.of("opvang-demo", "vrouwenopvang-demo", "gemeente-demo")) {
            DemoProcess.Ran refused =
                    demo.run("send", R4.resolve("10-transaction/input.json").toString(), "--as", partner);
            assertThat(refused.exit()).as(refused.output()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"01-transfer", "02-task-with-request"})
    void aSenderOfStu3IsReadAtTheEdge(String example) {
        DemoProcess.Ran sent =
                demo.run("send", STU3.resolve(example).resolve("input.json").toString(), "--as", "cti-team-demo");
        assertThat(sent.exit()).as(sent.output()).isZero();
        String reference = Held.reference(sent);
        await().atMost(SOON).until(() -> held.trace(reference).contains("fhir/stu3/"));
        assertThat(demo.run("send", STU3.resolve("07-task-cancelled/input.json").toString(), "--as", "cti-team-demo")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void aShelterPatchesItsTaskAgainstTheVersionItRead() throws IOException {
        String reference = Held.reference(send(R4.resolve("10-transaction"), "ziekenhuis-demo"));
        String task = task(reference);
        PartnerVoice shelter = voice("opvang-demo");
        String etag = shelter.readTask(task).etag().orElseThrow();

        PartnerVoice.Answer accepted = patch(
                shelter, task, etag, JSON_PATCH, "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"accepted\"}]");
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        assertThat(accepted.text()).contains("accepted");
        String later = accepted.etag().orElseThrow();
        assertThat(later).isNotEqualTo(etag);
        held.one("ziekenhuis-demo", reference, "\"accepted\"");

        PartnerVoice.Answer stale = patch(
                shelter,
                task,
                etag,
                JSON_PATCH,
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"in-progress\"}]");
        assertThat(stale.status()).isEqualTo(412);
        PartnerVoice.Answer begun = patch(
                shelter,
                task,
                later,
                FHIR,
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":["
                        + "{\"name\":\"type\",\"valueCode\":\"replace\"},{\"name\":\"path\",\"valueString\":\"Task.status\"},"
                        + "{\"name\":\"value\",\"valueCode\":\"in-progress\"}]}]}");
        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        held.one("ziekenhuis-demo", reference, "\"in-progress\"");
    }

    @Test
    void aPatchOfAnythingElseIsRefused() throws IOException {
        String reference = Held.reference(send(R4.resolve("10-transaction"), "ziekenhuis-demo"));
        String task = task(reference);
        PartnerVoice shelter = voice("opvang-demo");
        String etag = shelter.readTask(task).etag().orElseThrow();
        String good = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"accepted\"}]";

        PartnerVoice.Answer owner = patch(
                shelter,
                task,
                etag,
                JSON_PATCH,
                "[{\"op\":\"replace\",\"path\":\"/for\",\"value\":{\"reference\":\"x\"}}]");
        assertThat(owner.status()).isEqualTo(422);
        assertThat(owner.text()).contains("SCH-2007", "patch[0]");
        PartnerVoice.Answer nothing = patch(shelter, task, etag, JSON_PATCH, "[]");
        assertThat(nothing.text()).contains("SCH-2001", "Task.status");
        assertThat(patch(shelter, task, etag, "application/merge-patch+json", good)
                        .status())
                .isEqualTo(415);
        assertThat(patch(voice("vrouwenopvang-demo"), task, etag, JSON_PATCH, good)
                        .status())
                .isEqualTo(404);
        PartnerVoice.Answer reasonless = patch(
                shelter, task, etag, JSON_PATCH, "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"rejected\"}]");
        assertThat(reasonless.text()).contains("SCH-4007");
        assertThat(shelter.readTask(task).etag()).hasValue(etag);
    }

    private static PartnerVoice.Answer patch(
            PartnerVoice voice, String task, String etag, String mediaType, String patch) throws IOException {
        return voice.patchTask(task, etag, mediaType, patch.getBytes(StandardCharsets.UTF_8));
    }

    private static String task(String reference) throws IOException {
        Path answer = demo.home().resolve("answers/opvang-demo/" + reference + "-accept.json");
        await().atMost(SOON).until(() -> Files.exists(answer));
        return new ObjectMapper().readTree(answer.toFile()).path("id").asText();
    }

    private static PartnerVoice voice(String partner) throws IOException {
        Doors doors = Doors.read(demo.home()).orElseThrow();
        return PartnerVoice.of(demo.home(), new PartnerId(partner), doors).fold(v -> v, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    /** The example as a message and a referral of its own. */
    private static DemoProcess.Ran send(Path example, String partner) throws IOException {
        number++;
        String text = Files.readString(example.resolve("input.json"))
                .replaceAll("26a7d1e0c0(..)", "26a7d1e1%02d$1".formatted(number))
                .replace("ZH-2026-0017", "ZH-2026-2%03d".formatted(number));
        Path file = Files.writeString(folder.resolve("fhir-" + number + ".json"), text);
        return demo.run("send", file.toString(), "--as", partner);
    }
}
