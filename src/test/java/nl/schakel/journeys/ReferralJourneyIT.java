package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The main job from the outside: a ward refers, three partners hold three things, the shelter answers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReferralJourneyIT {
    private static final Path WARD = Path.of("mappings/hl7v2-nl/2.5/examples");
    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static String reference;

    @BeforeAll
    static void startsReady() {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
    }

    /** Within five seconds where nothing runs beside it: {@link StartAndStopIT}. */
    @AfterAll
    static void stops() throws InterruptedException {
        assertThat(demo.stop()).isLessThan(Duration.ofSeconds(20));
        assertThat(demo.process().exitValue()).isIn(0, 130, 143);
    }

    @Test
    @Order(1)
    void saysInAtMostTwentyFiveLinesWhatIsUp() {
        List<String> lines = demo.output().lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(25);
        assertThat(lines.get(lines.size() - 1)).contains("Ready");
    }

    @Test
    @Order(2)
    void aReferralFromTheWardIsAcceptedWithAReference() {
        DemoProcess.Ran sent = send("01-ref-i12");
        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(sent.output()).contains("AA");
        reference = reference(sent.output());
    }

    @Test
    @Order(3)
    void threePartnersHoldThreeDifferentThings() throws IOException {
        for (String partner : List.of("toegang-eindhoven", "opvang-demo")) {
            JsonNode bundle = received(partner, 1);
            assertThat(bundle.path("resourceType").asText()).isEqualTo("Bundle");
            assertThat(types(bundle)).contains("MessageHeader", "Task", "ServiceRequest", "Patient");
            assertThat(types(bundle)).doesNotContain("Condition");
            assertThat(bundle.toString()).contains(reference).doesNotContain("F20", "schizofrenie");
        }
        JsonNode application = received("schuldhulp-demo", 1);
        assertThat(application
                        .at("/leveringen/0/schuldhulptrajecten/0/client/0/Burgerservicenummer")
                        .asText())
                .isEqualTo("999900420");
        assertThat(application.toString())
                .contains("06-12345678")
                .doesNotContain("F20", "schizofrenie", "ZRM", "GGZ", "HIC", "de Groot", "87654321");
    }

    @Test
    @Order(4)
    void theHapiValidatorFindsNoErrorInWhatWasDelivered() throws IOException {
        BaseProfileValidator validator = new BaseProfileValidator();
        for (String partner : List.of("toegang-eindhoven", "opvang-demo")) {
            byte[] bytes = Files.readAllBytes(documents(partner).get(0));
            assertThat(validator.findings(bytes)).noneMatch(Finding::isError);
        }
    }

    @Test
    @Order(5)
    void theTraceSaysWhatWentWhatStayedAndWhy() {
        DemoProcess.Ran trace = demo.run("trace", reference);
        assertThat(trace.exit()).isZero();
        assertThat(trace.output())
                .contains("accepted", "permitted", "withheld", "delivered", "opvang-demo", "schuldhulp-demo")
                .contains("health-detail", "zrm", "Wgs", "Wmo")
                .doesNotContain("999900420", "Meer", "F20");
    }

    @Test
    @Order(6)
    void theSheltersAcceptanceReachesTheWardAsRri() throws IOException {
        DemoProcess.Ran accepted = answer("accept");
        assertThat(accepted.exit()).as(accepted.output()).isZero();
        await().atMost(SOON).until(() -> documents("ggz-noord").size() == 1);
        String rri = Files.readString(documents("ggz-noord").get(0), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(rri).contains("RRI^I12", "REF-2026-00041", "GGZ0000005").contains("RF1|A");
        assertThat(demo.run("trace", reference).output()).contains("accepted", "ggz-noord");
    }

    @Test
    @Order(7)
    void theSameAnswerAgainIsTheSameAnswer() throws IOException {
        DemoProcess.Ran again = answer("accept");
        assertThat(again.exit()).as(again.output()).isZero();
        assertThat(again.output()).contains("W/\"2\"");
        assertThat(documents("ggz-noord")).hasSize(1);
    }

    @Test
    @Order(8)
    void aDischargeSetsTheExitDateAndItsCancellationHoldsTheReferral() throws IOException {
        assertThat(send("02-adt-a03").output()).contains("AA", reference);
        await().atMost(SOON).until(() -> demo.run("trace", reference).output().contains("2026-04-18"));
        int held = documents("opvang-demo").size();
        assertThat(send("03-adt-a13").output()).contains("AA", reference);
        await().atMost(SOON).until(() -> documents("opvang-demo").size() > held);
        await().atMost(SOON)
                .until(() -> !documents("schuldhulp-demo").isEmpty()
                        && documents("schuldhulp-demo").size() > 1);
        assertThat(demo.run("trace", reference).output()).contains("on-hold");
    }

    @Test
    @Order(9)
    void aHospitalsMessageBundleBecomesTheSameKindOfReferralAndItsRejectionComesBack() throws IOException {
        DemoProcess.Ran sent = demo.run(
                "send", "mappings/fhir/r4/examples/01-hospital-referral/input.json", "--as", "ziekenhuis-demo");
        assertThat(sent.exit()).as(sent.output()).isZero();
        String hospital = reference(sent.output());
        assertThat(hospital).isNotEqualTo(reference);
        Path no = demo.home().resolve("answers/opvang-demo/" + hospital + "-reject.json");
        await().atMost(SOON).until(() -> Files.exists(no));
        DemoProcess.Ran rejected = demo.run("send", no.toString(), "--as", "opvang-demo");
        assertThat(rejected.exit()).as(rejected.output()).isZero();
        await().atMost(SOON).until(() -> documents("ziekenhuis-demo").size() == 1);
        assertThat(Files.readString(documents("ziekenhuis-demo").get(0))).contains("rejected", hospital, "geen-plek");
    }

    @Test
    @Order(10)
    void theSameMessageAgainIsTheSameReferral() throws IOException {
        int before = documents("opvang-demo").size();
        assertThat(send("01-ref-i12").output()).contains("AA", reference);
        assertThat(documents("opvang-demo")).hasSize(before);
    }

    @Test
    @Order(11)
    void noPersonIsInLogsMetricsBrokerOrFileNames() throws IOException, InterruptedException {
        for (String kept : List.of("log", "broker", "run", "config")) {
            for (Path file : LiveFolder.files(demo.home().resolve(kept))) {
                assertNamesNobody(LiveFolder.text(file));
            }
        }
        for (Path file : LiveFolder.files(demo.home())) {
            // PostgreSQL's own programs name time zones; our names are what is looked at.
            if (!file.startsWith(demo.home().resolve("db/programs"))) {
                assertNamesNobody(file.getFileName().toString());
            }
        }
        assertNamesNobody(metrics());
    }

    private static void assertNamesNobody(String text) {
        assertThat(text)
                .doesNotContain("999900420", "van der Meer", "Johan", "12345678", "87654321", "F20.0", "schizofrenie");
    }

    private static String metrics() throws IOException, InterruptedException {
        java.net.URI door = java.net.URI.create("http://localhost:" + demo.port("management") + "/actuator/prometheus");
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(door).build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static DemoProcess.Ran send(String example) {
        return demo.run("send", WARD.resolve(example).resolve("input.hl7").toString(), "--as", "ggz-noord");
    }

    private static DemoProcess.Ran answer(String word) {
        Path file = demo.home().resolve("answers/opvang-demo/" + reference + "-" + word + ".json");
        await().atMost(SOON).until(() -> Files.exists(file));
        return demo.run("send", file.toString(), "--as", "opvang-demo");
    }

    private static String reference(String output) {
        Matcher matcher = REFERENCE.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group();
    }

    private static JsonNode received(String partner, int count) throws IOException {
        await().atMost(SOON).until(() -> documents(partner).size() >= count);
        return JSON.readTree(documents(partner).get(0).toFile());
    }

    private static List<String> types(JsonNode bundle) {
        return bundle.findValuesAsText("resourceType");
    }

    /** The documents a partner holds, oldest first; seals and headers lie beside them. */
    private static List<Path> documents(String partner) throws IOException {
        Path received = demo.home().resolve("received").resolve(partner);
        if (!Files.exists(received)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(received)) {
            return files.filter(file -> file.toString().matches(".*(?<!headers)\\.(json|hl7)"))
                    .sorted(java.util.Comparator.comparing(ReferralJourneyIT::written))
                    .toList();
        }
    }

    private static java.nio.file.attribute.FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        }
    }
}
