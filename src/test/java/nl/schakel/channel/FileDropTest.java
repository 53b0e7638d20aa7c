package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDropTest {
    @TempDir
    private Path folder;

    private static Outgoing outgoing(String id, byte[] bytes) {
        return new Outgoing(id, "drop-out", "application/json", bytes, Optional.of("h..s"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void leavesTheDocumentAndItsSealAndNothingElse() throws Exception {
        assertThat(FileDrop.drop(new LocalFolder(folder), outgoing("m-1", bytes("{}"))))
                .isInstanceOf(Sent.Delivered.class);
        assertThat(names()).containsExactly("m-1.json", "m-1.json.jws");
        assertThat(folder.resolve("m-1.json.jws")).hasContent("h..s");
    }

    @Test
    void takesARepeatAndRefusesOtherBytesUnderTheSameName() throws Exception {
        FileDrop.drop(new LocalFolder(folder), outgoing("m-1", bytes("{}")));
        assertThat(FileDrop.drop(new LocalFolder(folder), outgoing("m-1", bytes("{}"))))
                .isInstanceOf(Sent.Delivered.class);
        assertThat(FileDrop.drop(new LocalFolder(folder), outgoing("m-1", bytes("[]"))))
                .isInstanceOfSatisfying(
                        Sent.Refused.class,
                        sent -> assertThat(sent.problem().code()).isEqualTo(ProblemCode.MESSAGE_ID_CONFLICT));
        assertThat(folder.resolve("m-1.json")).hasContent("{}");
    }

    @Test
    @Guards(Threat.T18)
    void leadsNowhereElse() throws Exception {
        Path outside = Files.createTempFile("outside", ".json");
        for (String id : List.of("../m-1", "a/b", ".hidden", "", "x".repeat(200), "a\u0000b")) {
            assertThat(FileDrop.drop(new LocalFolder(folder), outgoing(id, bytes("{}"))))
                    .isInstanceOf(Sent.NotDelivered.class);
        }
        Files.createSymbolicLink(folder.resolve("link.json"), outside);
        assertThat(FileDrop.drop(new LocalFolder(folder), outgoing("link", bytes("{}"))))
                .isInstanceOf(Sent.Refused.class);
        assertThat(outside).isEmptyFile();
        assertThat(names()).containsExactly("link.json");
    }

    @Test
    void triesLaterWhenTheFolderIsNotThere() throws Exception {
        assertThat(FileDrop.drop(new LocalFolder(folder.resolve("gone")), outgoing("m-1", bytes("{}"))))
                .isInstanceOf(Sent.NotDelivered.class);
    }

    @Test
    void neverShowsAPartOfAFileNorADocumentBeforeItsSeal() throws Exception {
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 'x');
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        Thread watcher = new Thread(() -> {
            while (!over.get()) {
                look(large.length, wrong);
            }
        });
        watcher.start();
        for (int i = 0; i < 50; i++) {
            FileDrop.drop(new LocalFolder(folder), outgoing("m-" + i, large));
        }
        over.set(true);
        watcher.join();
        assertThat(wrong).isEmpty();
        assertThat(names()).hasSize(100);
    }

    private void look(int whole, Set<String> wrong) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                if (Files.size(file) != whole || !Files.exists(Path.of(file + ".jws"))) {
                    wrong.add(file.toString());
                }
            }
        } catch (NoSuchFileException moved) {
            // Between the list and the look.
        } catch (IOException trouble) {
            wrong.add(trouble.toString());
        }
    }
}
