package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.demo.Doors;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** iWmo in StUF-GGk over SOAP, both ways: a hospital, a municipality and a shelter that each speak their own language. */
class MunicipalJourneyIT {
    private static final Path HOSPITAL = Path.of("mappings/fhir/r4/examples");
    private static final Path ASSIGNMENT = Path.of("mappings/stuf-ggk/2.1/examples/01-di01-wmo301/input.xml");
    private static final String NUMBER = "3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011";

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Held held;
    private static int number;

    @BeforeAll
    static void start() {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
        held = new Held(demo);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @AfterEach
    void nobodyIsInTheLog() throws IOException {
        assertThat(held.log())
                .doesNotContain(
                        "999900420", "999900523", "099990003", "van den Berg", "Fatima", "Müller", "Meer<", "Zaakman")
                .doesNotContain("SCH-7999");
    }

    @Test
    void aHospitalsReferralReachesTheShelterAsIwmoAndItsStartComesBack() throws IOException {
        String reference = refer("01-hospital-referral");

        String asked = held.one("gemeente-demo", "WMO315", reference);
        assertThat(asked).contains("wmo315:Bericht", "999900523").doesNotContain("F20", "schizofrenie");
        String assigned = held.one("opvang-demo", "WMO301", reference);
        assertThat(assigned).contains("ToewijzingNummer>" + reference).doesNotContain("F20", "schizofrenie");

        DemoProcess.Ran begun = held.answers("opvang-demo", reference, "start.xml");
        assertThat(begun.exit()).as(begun.output()).isZero();
        assertThat(begun.output()).contains("Bv03", reference);
        held.one("ziekenhuis-demo", reference, "\"accepted\"");
        held.one("ziekenhuis-demo", reference, "\"in-progress\"");
        assertThat(held.one("opvang-demo", "envelopRetourbericht-ggk_Du01", "WMO306"))
                .contains("RetourCode>0200<");
        assertThat(held.trace(reference)).contains("in-progress", "wmo301-out").doesNotContain("Berg");
    }

    @Test
    void aReturnMessageThatRefusesMakesTheHospitalAct() throws IOException {
        String reference = refer("01-hospital-referral");
        DemoProcess.Ran good = held.answers("opvang-demo", reference, "retour-goed.xml");
        assertThat(good.output()).contains("Bv03", reference);
        DemoProcess.Ran bad = held.answers("opvang-demo", reference, "retour-fout.xml");
        assertThat(bad.output()).contains("Bv03", reference);

        assertThat(held.one("ziekenhuis-demo", reference, "\"failed\"")).contains("gegevens-onvolledig");
        assertThat(held.trace(reference)).contains("failed");
    }

    @Test
    void aMunicipalityThatSaysNoIsHeard() throws IOException {
        String reference = refer("01-hospital-referral");
        DemoProcess.Ran no = held.answers("gemeente-demo", reference, "nee.xml");
        assertThat(no.output()).contains("Bv03", reference);

        assertThat(held.one("ziekenhuis-demo", reference, "\"rejected\"")).contains("andere-regio");
        assertThat(held.one("gemeente-demo", "WMO320", "Du01")).contains("RetourCode>0200<");
        DemoProcess.Ran twice = held.answers("gemeente-demo", reference, "retour-fout.xml");
        assertThat(twice.output()).contains("Bv03");
        assertThat(held.with("ziekenhuis-demo", reference, "\"failed\"")).isEmpty();
    }

    @Test
    void aClientWithoutBsnStopsAtIwmoAndTheHospitalHearsTheOtherWay() throws IOException {
        String reference = refer("05-no-bsn-no-address");

        assertThat(held.one("ziekenhuis-demo", reference, "\"failed\"")).contains("geen-bsn");
        await().atMost(SOON).until(() -> held.trace(reference).contains("SCH-2008"));
        assertThat(held.trace(reference)).containsIgnoringCase("FHIR").contains("parked");
        assertThat(held.with("opvang-demo", reference)).isEmpty();
        assertThat(held.with("gemeente-demo", reference)).isEmpty();
    }

    @Test
    void aMunicipalitysAssignmentIsConfirmedReturnedAndTranslated() throws IOException {
        DemoProcess.Ran sent = demo.run("send", ASSIGNMENT.toString(), "--as", "gemeente-demo");
        assertThat(sent.exit()).as(sent.output()).isZero();
        String reference = Held.reference(sent);

        assertThat(held.one("gemeente-demo", "envelopRetourbericht-ggk_Du01", "WMO302", NUMBER))
                .contains("crossRefnummer>" + NUMBER, "RetourCode>0200<");
        assertThat(held.one("opvang-demo", "resourceType", reference)).contains("MessageHeader", "099990003");
        assertThat(demo.run("send", ASSIGNMENT.toString(), "--as", "gemeente-demo")
                        .output())
                .contains("Bv03", reference);
        assertThat(held.with("gemeente-demo", "envelopRetourbericht-ggk_Du01", "WMO302", NUMBER))
                .hasSize(1);

        byte[] other =
                Files.readString(ASSIGNMENT).replace("Wmo-regie", "Wmo-anders").getBytes(StandardCharsets.UTF_8);
        PartnerVoice.Answer conflict = voice("gemeente-demo").sendStuf(other);
        assertThat(conflict.status()).isEqualTo(500);
        assertThat(conflict.text()).contains("Fo03", "SCH-4001", "crossRefnummer>" + NUMBER);
    }

    @ParameterizedTest
    @CsvSource({
        "20-doctype, opvang-demo, SCH-1008, xmlBestand#line",
        "21-wrong-charset, opvang-demo, SCH-1003, xmlBestand#byte",
        "22-two-clients, gemeente-demo, SCH-2006, Client",
        "23-no-bsn, gemeente-demo, SCH-2001, Client/Bsn",
        "24-bsn-fails-the-proof, gemeente-demo, SCH-2003, xmlBestand#Client/Bsn",
        "24-bsn-fails-the-proof, opvang-demo, SCH-3002, ''"
    })
    void refusesInStufWithThePlace(String example, String partner, String code, String place) {
        DemoProcess.Ran refused =
                demo.run("send", "mappings/iwmo/3.2/examples/" + example + "/input.xml", "--as", partner);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("Fo03", code, place).doesNotContain("99990042");
    }

    @Test
    void refusesWhatIsNoStufWithABareFault() throws IOException {
        PartnerVoice voice = voice("gemeente-demo");
        for (String body : List.of(
                "<a/>",
                "no xml",
                "<!DOCTYPE s:Envelope [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a>&x;</a></s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a/></s:Body></s:Envelope>")) {
            PartnerVoice.Answer answer = voice.sendSoap(body.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text())
                    .contains("soap:Fault", "soap:Client", "SCH-10")
                    .doesNotContain("Fo03");
        }
    }

    @Test
    void aNotificationLeadsToTheCaseInTheMunicipalitysOwnSystem() throws IOException {
        String id = "1b1a0000-0000-4000-8000-0000000000a1";
        Path shelf = demo.home().resolve("answers/gemeente-demo/zaken");
        Files.writeString(shelf.resolve(id + ".json"), theCase(id));
        DemoProcess.Ran sent = notify(id, "https://elsewhere.example/api/v1/zaken/" + id);
        assertThat(sent.output()).contains("HTTP 202");

        String bundle = held.one("opvang-demo", "Zaakman", "1985-02-03");
        assertThat(bundle).contains("MessageHeader", "999900420");
        assertThat(demo.run("send", folder.resolve("n-" + id + ".json").toString(), "--as", "gemeente-demo")
                        .output())
                .contains("HTTP 202");
        assertThat(held.with("opvang-demo", "Zaakman")).hasSize(1);

        Matcher reference = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]").matcher(bundle);
        assertThat(reference.find()).isTrue();
        DemoProcess.Ran accepted = held.answers("opvang-demo", reference.group(), "accept.json");
        assertThat(accepted.exit()).as(accepted.output()).isZero();
        assertThat(held.one("gemeente-demo", "statustypen/4", id)).contains("datumStatusGezet");
    }

    @Test
    @Guards(Threat.T17)
    void aForeignAddressInANotificationIsNeverCalled() throws IOException {
        java.util.concurrent.atomic.AtomicInteger called = new java.util.concurrent.atomic.AtomicInteger();
        try (java.net.ServerSocket listener = new java.net.ServerSocket(0)) {
            Thread watch = new Thread(() -> {
                try {
                    listener.accept().close();
                    called.incrementAndGet();
                } catch (IOException closed) {
                    // The listener was closed without a caller, as it should be.
                }
            });
            watch.start();
            String id = "1b1a0000-0000-4000-8000-0000000000a2";
            String address = "http://127.0.0.1:" + listener.getLocalPort() + "/zaken/" + id;
            assertThat(notify(id, address).output()).contains("HTTP 202");
            await().atMost(SOON).until(() -> parked() > 0);
            assertThat(called).hasValue(0);
        }
    }

    @Test
    void aNotificationOfTheTestChannelIsAnsweredAndNotKept() throws IOException {
        Path file = Files.writeString(
                folder.resolve("test.json"),
                "{\"kanaal\":\"test\",\"hoofdObject\":\"http://127.0.0.1/x\",\"resource\":\"test\","
                        + "\"resourceUrl\":\"http://127.0.0.1/x\",\"actie\":\"create\","
                        + "\"aanmaakdatum\":\"2026-04-20T08:15:00Z\",\"kenmerken\":{}}");
        DemoProcess.Ran sent = demo.run("send", file.toString(), "--as", "gemeente-demo");
        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(sent.output()).contains("HTTP 204").doesNotContain("receipt");
        assertThat(demo.run("send", file.toString(), "--as", "schuldhulp-demo").output())
                .contains("SCH-3006");
    }

    @Test
    @Guards(Threat.T01)
    void debtReliefDeliversSignedJsonAndNothingWithAWrongSeal() throws IOException {
        String example = "mappings/ddas/1.0/examples/11-in-whole-trajectory/input.ddas.json";
        assertThat(demo.run("send", example, "--as", "schuldhulp-demo").output())
                .contains("HTTP 202");
        DemoProcess.Ran two = demo.run(
                "send", "mappings/ddas/1.0/examples/13-in-two-partners/input.ddas.json", "--as", "schuldhulp-demo");
        assertThat(two.output()).contains("HTTP 422", "SCH-2006");
        assertThat(demo.run("send", example, "--as", "gemeente-demo").output()).contains("SCH-3006");

        byte[] document = Files.readAllBytes(Path.of(example));
        byte[] other =
                Files.readString(Path.of(example)).replace("18450", "18451").getBytes(StandardCharsets.UTF_8);
        PartnerVoice.Answer tampered =
                voice("schuldhulp-demo").postWithSealOf("/in/ddas", "application/json", document, other);
        assertThat(tampered.status()).isIn(401, 403);
        assertThat(tampered.text())
                .contains("\"code\":\"SCH-3004\"", "\"title\"")
                .doesNotContain("999900420");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect-iwmo.md", "connect-json.md", "connect-zgw.md"})
    void everyCommandOfTheHowToRuns(String howTo) throws IOException {
        List<String> commands = Files.readAllLines(Path.of("docs/how-to", howTo)).stream()
                .filter(line -> line.startsWith("./schakel "))
                .toList();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            List<String> words = List.of(command.split("\\s+"));
            DemoProcess.Ran ran = demo.run(words.subList(1, words.size()).toArray(String[]::new));
            assertThat(ran.exit()).as(command + "\n" + ran.output()).isZero();
        }
    }

    private static DemoProcess.Ran notify(String id, String address) throws IOException {
        Path file = Files.writeString(
                folder.resolve("n-" + id + ".json"),
                "{\"kanaal\":\"zaken\",\"hoofdObject\":\"" + address + "\",\"resource\":\"zaak\",\"resourceUrl\":\""
                        + address
                        + "\",\"actie\":\"create\",\"aanmaakdatum\":\"2026-04-20T08:15:00Z\",\"kenmerken\":{}}");
        return demo.run("send", file.toString(), "--as", "gemeente-demo");
    }

    private static String theCase(String id) throws IOException {
        return Files.readString(Path.of("mappings/zgw/1.5/examples/02-case-with-client/input.zgw.json"))
                .replace("1b1a0000-0000-4000-8000-000000000001", id)
                .replace(
                        "\"inpBsn\": \"999900420\"",
                        "\"inpBsn\": \"999900420\", \"geslachtsnaam\": \"Zaakman\", \"voornamen\": \"Test\","
                                + " \"geboortedatum\": \"1985-02-03\"");
    }

    private static int parked() {
        Matcher found =
                Pattern.compile("parked\\s+(\\d+)").matcher(demo.run("status").output());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    @Test
    void refusesAPartnerWithoutTheRightToSendIwmo() throws IOException {
        PartnerVoice.Answer answer = voice("ziekenhuis-demo").sendStuf(Files.readAllBytes(ASSIGNMENT));
        assertThat(answer.text()).contains("Fo03", "SCH-300").contains("<StUF:plek>client<");
    }

    private static PartnerVoice voice(String partner) throws IOException {
        Doors doors = Doors.read(demo.home()).orElseThrow();
        return PartnerVoice.of(demo.home(), new PartnerId(partner), doors).fold(v -> v, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    /** A hospital's referral, addressed to the municipality and of a client of its own. */
    private static String refer(String example) throws IOException {
        number++;
        String text = Files.readString(HOSPITAL.resolve(example).resolve("input.json"))
                .replace("\"value\": \"00000099000000004000\"", "\"value\": \"00000099000000008000\"")
                .replaceAll("26a7d1e0c00[0-9]", "26a7d1e0d0%02d".formatted(number))
                .replace("ZH-2026-0017", "ZH-2026-1%03d".formatted(number));
        Path file = Files.writeString(folder.resolve("referral-" + number + ".json"), text);
        DemoProcess.Ran sent = demo.run("send", file.toString(), "--as", "ziekenhuis-demo");
        assertThat(sent.exit()).as(sent.output()).isZero();
        return Held.reference(sent);
    }
}
