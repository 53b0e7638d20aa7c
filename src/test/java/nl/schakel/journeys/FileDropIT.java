package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Hostile files in a prison's folder, and a gateway that is killed between two rows. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FileDropIT {
    private static final int ROWS = 400;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = "melding_id;meldingtype;bsn;achternaam;voorvoegsel;voornamen;geboortedatum;"
            + "gemeente_van_inschrijving;gemeente_van_vestiging;inrichting;datum_begin_detentie;datum_einde_detentie;"
            + "soort_titel;casemanager;casemanager_tel;bv_id_bewijs;bv_onderdak;bv_inkomen;bv_schulden;bv_zorg;"
            + "toestemming_basisvoorwaarden\r\n";

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Path drop;

    @BeforeAll
    static void startsReady() {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
        drop = demo.home().resolve("drop/pi-demo");
    }

    @AfterAll
    static void stops() {
        demo.close();
    }

    /** Without a BSN, so that every number is a client of its own. */
    private static String row(String id) {
        return id + ";einde;;Kanariepiet" + id + ";;Jo;1984-05-17;0794;0772;PI Grave;2026-01-15;2026-12-30;V;"
                + "K. Post;024-1111111;;;;;;nee\r\n";
    }

    @Test
    @Order(1)
    @Guards(Threat.T18)
    void hostileNamesLeadNowhereAndTheLogKeepsNoneOfThem() throws IOException {
        List<String> names = List.of(
                "$(touch x)`id`.csv", "a..%2f..%2fhome.csv", "Jansen 999900420 regel\neinde.csv", "${jndi:ldap:y}.csv");
        for (int i = 0; i < names.size(); i++) {
            Files.writeString(drop.resolve("in").resolve(names.get(i)), HEADER + row("N-" + i));
        }
        for (int i = 0; i < names.size(); i++) {
            assertThat(receipt((HEADER + row("N-" + i)).getBytes(StandardCharsets.UTF_8))
                            .path("aangenomen")
                            .asInt())
                    .isEqualTo(1);
        }
        assertThat(left("in")).isEmpty();
        assertThat(log()).doesNotContain("Jansen", "jndi", "touch", "999900420", "Kanariepiet");
    }

    @Test
    @Order(2)
    @Guards(Threat.T18)
    void aLinkIsNotFollowed() throws IOException {
        Path foreign = Files.writeString(folder.resolve("foreign.csv"), HEADER + row("L-1"));
        Path link = Files.createSymbolicLink(drop.resolve("in/link.csv"), foreign);
        // What came after it is taken, so the link was seen and left.
        byte[] after = (HEADER + row("L-2")).getBytes(StandardCharsets.UTF_8);
        Files.write(drop.resolve("in/after.csv"), after);
        assertThat(receipt(after).path("aangenomen").asInt()).isEqualTo(1);
        assertThat(link).isSymbolicLink();
        assertThat(drop.resolve("out/" + receiptName(Files.readAllBytes(foreign))))
                .doesNotExist();
        Files.delete(link);
    }

    @Test
    @Order(3)
    @Guards(Threat.T16)
    void emptyHugeAndCompressedFilesAreRefusedAndKept() throws IOException {
        Files.createFile(drop.resolve("in/empty.csv"));
        byte[] bomb = bomb();
        Files.write(drop.resolve("in/bomb.csv"), bomb);
        try (RandomAccessFile huge =
                new RandomAccessFile(drop.resolve("in/huge.csv").toFile(), "rw")) {
            huge.setLength(20L << 30);
        }
        assertThat(receipt(new byte[0]).at("/berichten/0/code").asText()).isEqualTo("SCH-1006");
        assertThat(receipt(bomb).at("/berichten/0/uitkomst").asText()).isEqualTo("geweigerd");
        await().atMost(SOON).until(() -> left("refused").size() == 3);
        assertThat(left("in")).isEmpty();
        assertThat(demo.process().isAlive()).isTrue();
    }

    @Test
    @Order(4)
    void aKillBetweenTwoRowsLosesNoneAndDoublesNone() throws Exception {
        byte[] list = (HEADER
                        + IntStream.rangeClosed(1, ROWS)
                                .mapToObj(i -> row("K-" + i))
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
        Set<String> before = desk();
        put("kill.csv", list);
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> desk().size() > before.size());
        demo.kill();
        assertThat(drop.resolve("out/" + receiptName(list)))
                .as("killed before the last row")
                .doesNotExist();
        assertThat(left("taken")).hasSize(1);

        demo.start();
        JsonNode receipt = receipt(list);
        assertThat(receipt.path("aangenomen").asInt()).isEqualTo(ROWS);
        List<String> references = StreamSupport.stream(receipt.path("berichten").spliterator(), false)
                .map(line -> line.path("kenmerk").asText())
                .toList();
        assertThat(references).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(left("taken")).isEmpty();

        byte[] first = Files.readAllBytes(drop.resolve("out/" + receiptName(list)));
        Files.delete(drop.resolve("out/" + receiptName(list)));
        put("again.csv", list);
        receipt(list);
        assertThat(Files.readAllBytes(drop.resolve("out/" + receiptName(list)))).isEqualTo(first);
        await().atMost(LONG).until(() -> desk().size() >= before.size() + ROWS);
        assertThat(desk()).as("one request for each row at the desk").hasSize(before.size() + ROWS);
    }

    private static void put(String name, byte[] bytes) throws IOException {
        Path draft = Files.write(drop.resolve("in/." + name + ".part"), bytes);
        Files.move(draft, drop.resolve("in").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static JsonNode receipt(byte[] file) throws IOException {
        Path receipt = drop.resolve("out/" + receiptName(file));
        await().atMost(LONG).until(() -> Files.exists(receipt));
        return JSON.readTree(Files.readAllBytes(receipt));
    }

    private static String receiptName(byte[] file) {
        try {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(file));
            return "ontvangst-" + digest.substring(0, 32) + ".json";
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static List<String> left(String place) throws IOException {
        try (Stream<Path> files = Files.list(drop.resolve(place))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Set<String> desk() throws IOException {
        try (Stream<Path> files = Files.list(demo.home().resolve("received/toegang-eindhoven"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") && !name.startsWith("."))
                    .collect(Collectors.toSet());
        }
    }

    /** 64 MB of zeros in 64 kB. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("list.csv"));
            zip.write(new byte[64 << 20]);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static String log() {
        return demo.output() + LiveFolder.log(demo.home());
    }
}
