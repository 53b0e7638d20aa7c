package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nl.schakel.demo.Doors;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that missed something finds out what, over its own connection, and is told when it is silent; with the commands of the page. */
class EventsJourneyIT {
    private static final Path PAGE = Path.of("docs/how-to/find-what-was-missed.md");
    private static final Path REFERRAL = Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7");
    private static final String SHELTER = "opvang-demo";

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static String reference;

    @BeforeAll
    static void start() throws IOException {
        Path routes = OwnRoutes.in(folder);
        Path shelter = routes.resolve("partners/opvang-demo.yaml");
        Files.writeString(shelter, Files.readString(shelter).replace("every: PT1M", "every: PT10S"));
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.directory.routes", routes.toString());
        demo = DemoProcess.at(folder.resolve("home"), settings).start();
        DemoProcess.Ran sent = demo.run("send", REFERRAL.toString(), "--as", "ggz-noord");
        assertThat(sent.exit()).as(sent.output()).isZero();
        reference = Held.reference(sent);
        new Held(demo).one(SHELTER, reference);
        await().atMost(SOON).until(() -> events(SHELTER).contains("delivered"));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static String events(String partner) {
        DemoProcess.Ran ran = demo.run("events", "--as", partner);
        assertThat(ran.exit()).as(ran.output()).isZero();
        return ran.output();
    }

    @Test
    void everyCommandOfThePageWorks() throws IOException {
        List<String> commands = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("./schakel "))
                .toList();
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            DemoProcess.Ran ran =
                    demo.run(command.substring("./schakel ".length()).split(" "));
            assertThat(ran.exit()).as(command + "\n" + ran.output()).isZero();
        }
        assertThat(events(SHELTER)).contains(reference, "Last number: ").containsPattern("1 +20\\S+ +delivered");
    }

    @Test
    void aQuestionThatCannotBeMeantIsAnsweredAtItsPlace() {
        DemoProcess.Ran ran = demo.run("events", "--as", SHELTER, "--since", "9", "--until", "2");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.output()).contains("SCH-2007", "At eventsUntilNumber.", "Expected: a whole number, 9 or more");
    }

    @Test
    void aSilentPartnerIsToldTheLastNumberUnderTheGatewaysSeal() throws IOException {
        Path last = demo.home().resolve("heartbeats/opvang-demo/last.json");
        await().atMost(SOON.multipliedBy(2)).until(() -> Files.exists(last));
        JsonNode beat = new ObjectMapper().readTree(last.toFile());
        assertThat(beat.path("type").asText()).isEqualTo("history");
        assertThat(beat.findValuesAsText("valueCode")).contains("heartbeat", "active");
        await().atMost(SOON)
                .until(() ->
                        demo.run("partner", "list").output().matches("(?s).*" + SHELTER + " +MO +6000 +0 +no +20.*"));
        DemoProcess.Ran listed = demo.run("partner", "list", "--output", "json");
        assertThat(listed.output()).contains("\"heartbeatTakenAt\"").doesNotContain("heartbeatFailingSince");
    }

    @Test
    void aStrangersSubscriptionAndNoneAreTheSameAnswer() throws IOException {
        PartnerVoice shelter = voice(SHELTER);
        PartnerVoice ward = voice("ggz-noord");
        JsonNode own = new ObjectMapper()
                .readTree(ward.read("/fhir/Subscription/$status").body());
        String address =
                own.at("/entry/0/resource/parameter/0/valueReference/reference").asText();
        String foreign = address.substring(address.lastIndexOf('/') + 1);
        assertThat(ward.read("/fhir/Subscription/" + foreign).status()).isEqualTo(200);
        for (String rest : List.of("", "/$status", "/$events")) {
            PartnerVoice.Answer other = shelter.read("/fhir/Subscription/" + foreign + rest);
            PartnerVoice.Answer none = shelter.read("/fhir/Subscription/" + UUID.randomUUID() + rest);
            assertThat(other.status()).isEqualTo(404);
            assertThat(other.text()).isEqualTo(none.text()).contains("SCH-4003");
        }
        assertThat(shelter.ask("/fhir/Subscription/" + foreign + "/$resend?eventsSinceNumber=1")
                        .status())
                .isEqualTo(404);
        assertThat(shelter.ask("/fhir/$events").status())
                .as("nothing is posted here")
                .isEqualTo(405);
        assertThat(shelter.read("/fhir/$events?eventSinceNumber=1").text())
                .contains("\"expression\":[\"eventSinceNumber\"]");
    }

    @Test
    void thePausedHearThatTheyAreOff() throws IOException {
        String ward = "ziekenhuis-demo";
        assertThat(voice(ward).read("/fhir/Subscription/$status").text()).contains("\"valueCode\":\"active\"");
        assertThat(demo.run("partner", "pause", ward, "--reason", "maintenance").exit())
                .isZero();
        assertThat(voice(ward).read("/fhir/Subscription/$status").text()).contains("\"valueCode\":\"off\"");
        assertThat(demo.run("partner", "resume", ward, "--reason", "over").exit())
                .isZero();
        assertThat(voice(ward).read("/fhir/Subscription/$status").text()).contains("\"valueCode\":\"active\"");
    }

    @Test
    void theCapabilityStatementSaysSo() throws IOException {
        assertThat(voice(SHELTER).read("/fhir/metadata").text())
                .contains("backport-subscription-events", "backport-subscription-status", "SubscriptionTopic/delivery");
    }

    private static PartnerVoice voice(String partner) throws IOException {
        Doors doors = Doors.read(demo.home()).orElseThrow();
        return PartnerVoice.of(demo.home(), new PartnerId(partner), doors).fold(v -> v, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }
}
