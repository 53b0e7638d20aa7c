package nl.schakel.journeys;

import static nl.schakel.journeys.PrisonFolder.HEADER;
import static nl.schakel.journeys.PrisonFolder.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static PrisonFolder prison;
    private static Path drop;

    @BeforeAll
    static void startsReady() {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
        drop = demo.home().resolve("drop/pi-demo");
        prison = new PrisonFolder(demo, drop);
    }

    @AfterAll
    static void stops() {
        demo.close();
    }

    @Test
    @Order(1)
    @Guards(Threat.T18)
    void hostileNamesLeadNowhereAndTheLogKeepsNoneOfThem() throws IOException {
        List<String> names = List.of(
                "$(touch x)`id`.csv", "a..%2f..%2fhome.csv", "Jansen 999900420 regel\neinde.csv", "${jndi:ldap:y}.csv");
        for (int i = 0; i < names.size(); i++) {
            Files.writeString(drop.resolve("in").resolve(names.get(i)), HEADER + stranger("N-" + i));
        }
        for (int i = 0; i < names.size(); i++) {
            assertThat(prison.receipt((HEADER + stranger("N-" + i)).getBytes(StandardCharsets.UTF_8))
                            .path("aangenomen")
                            .asInt())
                    .isEqualTo(1);
        }
        assertThat(prison.left("in")).isEmpty();
        assertThat(prison.log()).doesNotContain("Jansen", "jndi", "touch", "999900420", PrisonFolder.CANARY);
    }

    @Test
    @Order(2)
    @Guards(Threat.T18)
    void aLinkIsNotFollowed() throws IOException {
        Path foreign = Files.writeString(folder.resolve("foreign.csv"), HEADER + stranger("L-1"));
        Path link = Files.createSymbolicLink(drop.resolve("in/link.csv"), foreign);
        // What came after it is taken, so the link was seen and left.
        byte[] after = (HEADER + stranger("L-2")).getBytes(StandardCharsets.UTF_8);
        Files.write(drop.resolve("in/after.csv"), after);
        assertThat(prison.receipt(after).path("aangenomen").asInt()).isEqualTo(1);
        assertThat(link).isSymbolicLink();
        assertThat(prison.receiptOf(Files.readAllBytes(foreign))).doesNotExist();
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
        assertThat(prison.receipt(new byte[0]).at("/berichten/0/code").asText()).isEqualTo("SCH-1006");
        assertThat(prison.receipt(bomb).at("/berichten/0/uitkomst").asText()).isEqualTo("geweigerd");
        await().atMost(SOON).until(() -> prison.left("refused").size() == 3);
        assertThat(prison.left("in")).isEmpty();
        assertThat(demo.process().isAlive()).isTrue();
    }

    @Test
    @Order(4)
    void aKillBetweenTwoRowsLosesNoneAndDoublesNone() throws Exception {
        PrisonFolder.Killed killed = prison.killedBetweenTwoRows(ROWS, SOON);
        assertThat(prison.left("taken")).isEmpty();
        byte[] first = prison.bytes(killed.list());
        Files.delete(prison.receiptOf(killed.list()));
        prison.put("again.csv", killed.list());
        assertThat(prison.bytes(killed.list())).isEqualTo(first);
        prison.isAtTheDesk(killed);
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
}
