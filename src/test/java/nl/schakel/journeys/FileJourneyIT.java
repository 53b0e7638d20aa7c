package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A prison and a Toegang desk send files; the right parties hold what they may, and the answer comes back as CSV. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FileJourneyIT {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = "melding_id;meldingtype;bsn;achternaam;voorvoegsel;voornamen;geboortedatum;"
            + "gemeente_van_inschrijving;gemeente_van_vestiging;inrichting;datum_begin_detentie;datum_einde_detentie;"
            + "soort_titel;casemanager;casemanager_tel;bv_id_bewijs;bv_onderdak;bv_inkomen;bv_schulden;bv_zorg;"
            + "toestemming_basisvoorwaarden\r\n";
    /** Everybody's name is one that no code, table or other test contains. */
    private static final List<String> CANARIES = List.of("Kanariepiet", "Zwaluwstaart", "Roodborsttapuit");

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Map<Integer, String> references = new TreeMap<>();

    @BeforeAll
    static void startsReady() {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
    }

    @AfterAll
    static void stops() throws InterruptedException {
        demo.stop();
    }

    private static String threePeople() {
        return HEADER
                + row(
                        "D-101",
                        "999900560",
                        CANARIES.get(0),
                        "niet_op_orde;op_orde;niet_op_orde;op_orde",
                        "ja 2026-04-15")
                + row("D-102", "999900420", CANARIES.get(1), "niet_op_orde;op_orde;niet_op_orde;op_orde", "nee")
                + row("D-103", "999900924", CANARIES.get(2), "op_orde;op_orde;op_orde;niet_op_orde", "ja 2026-04-15");
    }

    private static String row(String id, String bsn, String name, String needs, String consent) {
        return id + ";einde;" + bsn + ";" + name + ";;Johan;1984-05-17;0794;0772;PI Grave;2026-01-15;2026-12-30;V;"
                + "K. Post;024-1111111;op_orde;" + needs + ";" + consent + "\r\n";
    }

    @Test
    @Order(1)
    void aPrisonsListGivesAReferenceForEveryPersonInIt() throws IOException {
        String list = threePeople();
        JsonNode receipt = sent("pi-demo", "lijst.csv", list.getBytes(WINDOWS), 0);
        receipt.path("berichten")
                .forEach(line -> references.put(
                        line.path("rij").asInt(), line.path("kenmerk").asText()));
        assertThat(references.keySet()).containsExactly(2, 3, 4);
        assertThat(references.values()).doesNotHaveDuplicates().allMatch(text -> text.matches("V-\\d{4}-.*"));
        receipt.path("berichten")
                .forEach(line -> assertThat(line.path("bewijs").asText()).contains("."));
    }

    @Test
    @Order(2)
    void theFiveConditionsTravelOnConsentAlone() throws IOException {
        await().atMost(SOON).until(() -> documents("toegang-eindhoven", ".json").size() == 3);
        await().atMost(SOON).until(() -> documents("opvang-demo", ".json").size() == 1);
        await().atMost(SOON).until(() -> documents("schuldhulp-demo", ".json").size() == 1);
        String shelter = documents("opvang-demo", ".json").get(0);
        assertThat(shelter).contains(references.get(2), CANARIES.get(0)).doesNotContain(CANARIES.get(1), "PI Grave");
        String debts = documents("schuldhulp-demo", ".json").get(0);
        assertThat(debts).contains("999900560").doesNotContain("999900420", "PI Grave", "detent");
        // Without the client's yes the desk alone is asked, and hears nothing of the conditions.
        String desk = documents("toegang-eindhoven", ".json").stream()
                .filter(text -> text.contains(references.get(3)))
                .collect(Collectors.joining());
        assertThat(desk).contains(CANARIES.get(1)).doesNotContain("basisvoorwaarden", "niet_op_orde", "PI Grave");
    }

    @Test
    @Order(3)
    void theNeedOfCareReachesTheWardAsItsOwnMessage() throws IOException {
        await().atMost(SOON).until(() -> documents("ggz-noord", ".hl7").size() == 1);
        assertThat(documents("ggz-noord", ".hl7").get(0))
                .contains("REF^I12", references.get(4))
                .doesNotContain(references.get(2), "PI Grave");
    }

    @Test
    @Order(4)
    void theSheltersAnswerComesBackToThePrisonAsCsv() throws IOException {
        Path answer = demo.home().resolve("answers/opvang-demo/" + references.get(2) + "-accept.json");
        await().atMost(SOON).until(() -> Files.exists(answer));
        assertThat(demo.run("send", answer.toString(), "--as", "opvang-demo").exit())
                .isZero();
        await().atMost(SOON)
                .until(() -> documents("pi-demo", ".csv").stream().anyMatch(text -> text.startsWith("melding_id")));
        String csv = documents("pi-demo", ".csv").stream()
                .filter(text -> text.startsWith("melding_id"))
                .findFirst()
                .orElseThrow();
        assertThat(csv).contains("D-101;" + references.get(2) + ";accepted").doesNotContain(CANARIES.get(0), "9999");
    }

    @Test
    @Order(5)
    void theSameListAgainGivesTheSameReceiptsAndNoSecondReferral() throws IOException {
        List<Path> receipts = receipts("pi-demo");
        byte[] first = Files.readAllBytes(receipts.get(0));
        String list = threePeople();
        sent("pi-demo", "nog-eens.csv", list.getBytes(WINDOWS), 0);
        assertThat(Files.readAllBytes(receipts("pi-demo").get(0))).isEqualTo(first);
        // A longer list with the same people in it is no second referral for them either.
        String longer = list + row("D-104", "999900900", "Vierde", "op_orde;op_orde;op_orde;op_orde", "nee");
        JsonNode receipt = sent("pi-demo", "langer.csv", longer.getBytes(WINDOWS), 0);
        assertThat(receipt.at("/berichten/0/kenmerk").asText()).isEqualTo(references.get(2));
        assertThat(receipt.at("/berichten/3/kenmerk").asText()).isNotIn(references.values());
    }

    @Test
    @Order(6)
    void aDesksIntakesComeAsTableAsFormAndAsMail() throws IOException {
        Path intake = Path.of("mappings/toegang-intake/1.0/examples");
        DemoProcess.Ran csv = demo.run(
                "send",
                intake.resolve("06-csv-formula-and-diacritics/input.csv").toString(),
                "--as",
                "toegang-eindhoven");
        assertThat(csv.exit()).as(csv.output()).isZero();
        await().atMost(SOON)
                .until(() -> documents("opvang-demo", ".json").stream().anyMatch(text -> text.contains("Çelik-Muñoz")));
        await().atMost(SOON)
                .until(() ->
                        documents("schuldhulp-demo", ".json").stream().anyMatch(text -> text.contains("Çelik-Muñoz")));
        DemoProcess.Ran json = demo.run(
                "send", intake.resolve("01-json-briefadres/input.intake.json").toString(), "--as", "toegang-eindhoven");
        assertThat(json.exit()).as(json.output()).isZero();
        DemoProcess.Ran mail =
                demo.run("send", intake.resolve("05-mail-with-json/input.eml").toString(), "--as", "toegang-eindhoven");
        assertThat(mail.exit()).as(mail.output()).isZero();
        assertThat(mail.output()).contains("1 accepted, 0 refused");
    }

    @Test
    @Order(7)
    void aBadRowIsNamedInTheSendersTermsAndStopsNoOther() throws IOException {
        String list = HEADER
                + row("D-201", "999900110", "Goed", "niet_op_orde;op_orde;op_orde;op_orde", "ja 2026-04-15")
                + row("D-202", "123456789", "Fout", "op_orde;op_orde;op_orde;op_orde", "nee")
                + row("D-203", "999900109", "Ookgoed", "op_orde;op_orde;op_orde;op_orde", "misschien");
        JsonNode receipt = sent("pi-demo", "half.csv", list.getBytes(WINDOWS), 1);
        assertThat(receipt.path("aangenomen").asInt()).isEqualTo(1);
        assertThat(receipt.at("/berichten/1/plaats").asText()).isEqualTo("rij 3, kolom bsn");
        assertThat(receipt.at("/berichten/1/uitleg").asText()).isNotBlank();
        assertThat(receipt.at("/berichten/2/plaats").asText()).isEqualTo("rij 4, kolom toestemming_basisvoorwaarden");
        assertThat(receipt.toString()).doesNotContain("123456789", "Fout", "misschien");
        Path kept = demo.home()
                .resolve("drop/pi-demo/refused/" + receipt.path("bestand").asText() + ".csv");
        assertThat(Files.readAllBytes(kept)).isEqualTo(list.getBytes(WINDOWS));
    }

    @Test
    @Order(8)
    void noFileStaysBehindAndNobodyIsNamedInTheLog() throws IOException {
        for (String place : List.of("in", "taken")) {
            try (Stream<Path> left = Files.list(demo.home().resolve("drop/pi-demo/" + place))) {
                assertThat(left).isEmpty();
            }
        }
        assertThat(demo.output() + LiveFolder.log(demo.home()))
                .contains("door=file partner=pi-demo")
                .doesNotContain(CANARIES)
                .doesNotContain("999900560", "123456789", "lijst.csv", "half.csv");
    }

    private static JsonNode sent(String partner, String name, byte[] bytes, int exit) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        DemoProcess.Ran ran = demo.run("send", file.toString(), "--as", partner);
        assertThat(ran.exit()).as(ran.output()).isEqualTo(exit);
        List<Path> receipts = receipts(partner);
        return JSON.readTree(Files.readAllBytes(receipts.get(receipts.size() - 1)));
    }

    /** In the order in which they came. */
    private static List<Path> receipts(String partner) throws IOException {
        try (Stream<Path> files = Files.list(demo.home().resolve("received/" + partner))) {
            return files.filter(file -> file.getFileName().toString().matches("ontvangst-.*\\.json"))
                    .sorted((a, b) ->
                            Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
                    .toList();
        }
    }

    private static List<String> documents(String partner, String ending) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(demo.home().resolve("received/" + partner))) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending))
                    .filter(f -> !f.toString().endsWith(".headers.json"))
                    .filter(f -> !f.getFileName().toString().startsWith("ontvangst-"))
                    .toList()) {
                texts.add(Files.readString(
                        file, ending.equals(".json") ? java.nio.charset.StandardCharsets.UTF_8 : WINDOWS));
            }
        }
        return texts;
    }
}
