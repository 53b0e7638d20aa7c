package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nl.schakel.referral.Sha256;

/** The folders of a prison, wherever they are, and what becomes of the lists that it puts there. */
record PrisonFolder(DemoProcess demo, Path place) {
    static final Duration LONG = Duration.ofMinutes(3);
    static final String CANARY = "Kanariepiet";
    static final String HEADER = "melding_id;meldingtype;bsn;achternaam;voorvoegsel;voornamen;geboortedatum;"
            + "gemeente_van_inschrijving;gemeente_van_vestiging;inrichting;datum_begin_detentie;datum_einde_detentie;"
            + "soort_titel;casemanager;casemanager_tel;bv_id_bewijs;bv_onderdak;bv_inkomen;bv_schulden;bv_zorg;"
            + "toestemming_basisvoorwaarden\r\n";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Without a BSN, so that every number is a client of its own. */
    static String stranger(String id) {
        return id + ";einde;;" + CANARY + id + ";;Jo;1984-05-17;0794;0772;PI Grave;2026-01-15;2026-12-30;V;"
                + "K. Post;024-1111111;;;;;;nee\r\n";
    }

    /** As a program of the prison does. */
    void put(String name, byte[] bytes) throws IOException {
        Path draft = Files.write(place.resolve("in/." + name + ".part"), bytes);
        Files.move(draft, place.resolve("in").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    static String id(byte[] file) {
        return Sha256.hex(file).substring(0, 32);
    }

    /** Where the receipt of a file comes to lie. */
    Path receiptOf(byte[] file) {
        return place.resolve("out/ontvangst-" + id(file) + ".json");
    }

    /** The receipt of a file, to the byte, when it is there. */
    byte[] bytes(byte[] file) throws IOException {
        await().atMost(LONG).until(() -> Files.exists(receiptOf(file)));
        return Files.readAllBytes(receiptOf(file));
    }

    JsonNode receipt(byte[] file) throws IOException {
        return JSON.readTree(bytes(file));
    }

    /** Names of what lies in {@code in}, {@code out}, {@code taken} or {@code refused}. */
    List<String> left(String folder) throws IOException {
        try (Stream<Path> files = Files.list(place.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** What the desk of the town got, by name. */
    Set<String> desk() throws IOException {
        try (Stream<Path> files = Files.list(demo.home().resolve("received/toegang-eindhoven"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") && !name.startsWith("."))
                    .collect(Collectors.toSet());
        }
    }

    String log() {
        return demo.output() + LiveFolder.log(demo.home());
    }

    /** A list during which the gateway was killed, with how many requests the desk had before. */
    record Killed(byte[] list, int rows, int before) {}

    /** Puts a list, kills the gateway between two rows and starts it again; returns when each row has its own reference. */
    Killed killedBetweenTwoRows(int rows, Duration soon) throws IOException, InterruptedException {
        byte[] list = (HEADER
                        + IntStream.rangeClosed(1, rows)
                                .mapToObj(i -> stranger("K-" + i))
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
        int before = desk().size();
        put("kill.csv", list);
        await().atMost(soon).pollInterval(Duration.ofMillis(5)).until(() -> desk().size() > before);
        demo.kill();
        assertThat(receiptOf(list)).as("killed before the last row").doesNotExist();
        assertThat(left("taken")).hasSize(1);

        demo.start();
        JsonNode receipt = receipt(list);
        assertThat(receipt.path("aangenomen").asInt()).isEqualTo(rows);
        assertThat(StreamSupport.stream(receipt.path("berichten").spliterator(), false)
                        .map(line -> line.path("kenmerk").asText()))
                .hasSize(rows)
                .doesNotHaveDuplicates();
        return new Killed(list, rows, before);
    }

    /** Returns when the desk has one request for each row. */
    void isAtTheDesk(Killed killed) throws IOException {
        int all = killed.before() + killed.rows();
        await().atMost(LONG).until(() -> desk().size() >= all);
        assertThat(desk()).as("one request for each row at the desk").hasSize(all);
    }
}
