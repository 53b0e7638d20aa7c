package nl.schakel.journeys;

import static nl.schakel.journeys.PrisonFolder.CANARY;
import static nl.schakel.journeys.PrisonFolder.HEADER;
import static nl.schakel.journeys.PrisonFolder.LONG;
import static nl.schakel.journeys.PrisonFolder.stranger;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.ports.FreePorts;
import nl.schakel.ports.SftpHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A prison with an SFTP server of its own, from which the gateway fetches and to which it brings. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SftpJourneyIT {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int ROWS = 150;
    private static final int EVERY = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Path server;
    private static PrisonFolder prison;
    private static SftpHost host;
    private static String reference;

    /** The folders of the server are those from which the demo's prison takes its answers. */
    @BeforeAll
    static void startsReady() throws IOException {
        Path home = folder.resolve("home");
        server = home.resolve("drop/pi-demo");
        SftpHost.secret(home.resolve("config/secrets"));
        host = SftpHost.at(server, FreePorts.one());
        Path routes = OwnRoutes.in(folder);
        Path partner = routes.resolve("partners/pi-demo.yaml");
        String file = Files.readString(partner);
        Files.writeString(
                partner,
                file.substring(0, file.indexOf("  - name: drop-in"))
                        + SftpHost.channels(host.port(), false)
                        + file.substring(file.indexOf("mappings:")));
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.directory.routes", routes.toString());
        demo = DemoProcess.at(home, settings).start();
        prison = new PrisonFolder(demo, server);
    }

    @AfterAll
    static void stops() {
        demo.close();
        host.close();
    }

    private static String row(String id, String bsn, String consent) {
        return id + ";einde;" + bsn + ";" + CANARY + ";;Johan;1984-05-17;0794;0772;PI Grave;2026-01-15;2026-12-30;V;"
                + "K. Post;024-1111111;op_orde;niet_op_orde;op_orde;op_orde;op_orde;" + consent + "\r\n";
    }

    @Test
    @Order(1)
    void goodRowsGetAReferenceAndABadOneIsNamedAndItsFileKept() throws IOException {
        byte[] list =
                (HEADER + row("S-1", "999900560", "ja 2026-04-15") + row("S-2", "123456789", "nee")).getBytes(WINDOWS);
        prison.put("Jansen 999900560.csv", list);
        JsonNode receipt = prison.receipt(list);
        reference = receipt.at("/berichten/0/kenmerk").asText();
        assertThat(reference).matches("V-\\d{4}-.*");
        assertThat(receipt.at("/berichten/1/plaats").asText()).isEqualTo("rij 3, kolom bsn");
        assertThat(receipt.toString()).doesNotContain("123456789");
        Path kept = server.resolve("refused/" + PrisonFolder.id(list) + ".csv");
        await().atMost(SOON)
                .until(() -> Files.exists(kept) && prison.left("taken").isEmpty());
        assertThat(kept).hasBinaryContent(list);
        assertThat(prison.left("in")).isEmpty();
        assertThat(server.resolve("out/ontvangst-" + PrisonFolder.id(list) + ".csv"))
                .exists();
    }

    @Test
    @Order(2)
    void theSheltersAnswerComesToTheServerUnderOurSeal() throws IOException {
        Path answer = demo.home().resolve("answers/opvang-demo/" + reference + "-accept.json");
        await().atMost(SOON).until(() -> Files.exists(answer));
        assertThat(demo.run("send", answer.toString(), "--as", "opvang-demo").exit())
                .isZero();
        Path received = demo.home().resolve("received/pi-demo");
        await().atMost(SOON)
                .until(() -> texts(received, ".csv").stream().anyMatch(text -> text.startsWith("melding_id")));
        assertThat(texts(received, ".csv"))
                .anyMatch(text -> text.contains("S-1;" + reference + ";accepted") && !text.contains(CANARY));
        assertThat(texts(received, ".jws"))
                .as("the demo's prison takes nothing without a seal")
                .isNotEmpty();
    }

    @Test
    @Order(3)
    void theSameFileAgainGivesTheSameReceipt() throws IOException {
        byte[] list = (HEADER + row("S-1", "999900560", "ja 2026-04-15")).getBytes(WINDOWS);
        prison.put("first.csv", list);
        byte[] first = prison.bytes(list);
        Files.delete(prison.receiptOf(list));
        prison.put("again.csv", list);
        assertThat(prison.bytes(list)).isEqualTo(first);
        assertThat(JSON.readTree(first).at("/berichten/0/kenmerk").asText()).isEqualTo(reference);
    }

    @Test
    @Order(4)
    void aKillBetweenTwoRowsLosesNoneAndDoublesNone() throws Exception {
        prison.isAtTheDesk(prison.killedBetweenTwoRows(ROWS, SOON));
        await().atMost(SOON).until(() -> prison.left("taken").isEmpty());
    }

    @Test
    @Order(5)
    void aServerThatWasAwayIsFoundAgain() throws IOException {
        int port = host.port();
        host.close();
        byte[] list = (HEADER + stranger("A-1")).getBytes(WINDOWS);
        prison.put("away.csv", list);
        await().atMost(SOON).until(() -> prison.log().contains("door=sftp partner=pi-demo hindered by SCH-6001"));
        host = SftpHost.at(server, port);
        assertThat(prison.receipt(list).path("aangenomen").asInt()).isEqualTo(1);
    }

    /** A sample of what {@link HostileIT} puts into a folder, and all that is about names, links and what is no file. */
    @Test
    @Order(6)
    @Guards({Threat.T15, Threat.T16, Threat.T18})
    void hostileFilesAreAnsweredAsInAFolder() throws IOException {
        List<HostileCase> all = HostileCase.all().stream()
                .filter(one -> one.door().equals("prison"))
                .toList();
        List<HostileCase> some = IntStream.range(0, all.size())
                .filter(i -> i % EVERY == 0 || isAboutNames(all.get(i)))
                .mapToObj(all::get)
                .toList();
        assertThat(some).hasSizeGreaterThan(20);
        HostileBases bases = new HostileBases(Map.of("ssrf", "127.0.0.1:1"));
        HostileFiles files = new HostileFiles(new HostileDoors(demo, SOON), "pi-demo");
        for (HostileCase one : some) {
            Map<String, String> known = bases.next();
            files.put(one, HostileMessage.of(one, bases.good("prison", known), known));
        }
        List<String> wrong = new ArrayList<>();
        files.answers(LONG).forEach((one, answer) -> {
            if (!answer.said().equals(one.expected())) {
                wrong.add(one + "\n    must be " + one.expected() + "\n    but was " + answer.said());
            }
        });
        files.clear();
        assertThat(wrong).isEmpty();
        System.out.println("hostile files over SFTP: " + some.size());
    }

    private static boolean isAboutNames(HostileCase one) {
        return one.steps().stream().anyMatch(step -> step.matches("(name|ending|link|folder|old)\\b.*"));
    }

    @Test
    @Order(7)
    void nobodyIsNamedInTheLog() {
        assertThat(prison.log())
                .contains("door=sftp partner=pi-demo file=")
                .doesNotContain(CANARY, HostileBases.CANARY, "Jansen", "kill.csv", SftpHost.PASSWORD)
                .doesNotContainPattern("\\b9999\\d{5}\\b");
        assertThat(demo.process().isAlive()).isTrue();
    }

    private static List<String> texts(Path place, String ending) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                texts.add(Files.readString(file, WINDOWS));
            }
        }
        return texts;
    }
}
