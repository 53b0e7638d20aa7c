package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about sealed parts, on the running product. */
class SealedPartJourneyIT {
    private static final Path PAGE = Path.of("docs/how-to/seal-a-part.md");
    private static final String WORDS = "Bang voor honden (TEST)";

    @TempDir
    static Path folder;

    @Test
    void everyCommandOfThePageWorksAndTheGatewayNeverHasTheWords() throws IOException {
        Files.writeString(folder.resolve("note.txt"), WORDS);
        try (DemoProcess demo =
                DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start()) {
            Path received = demo.home().resolve("received/opvang-demo");
            String output = "";
            for (String line : commands()) {
                if (line.contains("MESSAGE.json")) {
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> holding(received, "application/jose").isPresent());
                }
                Path message = holding(received, "application/jose").orElse(received);
                String command = line.replace("./schakel ", "")
                        .replace("var/demo/received/opvang-demo/MESSAGE.json", message.toString())
                        .replace(
                                "partner-decrypt.crt",
                                demo.home()
                                        .resolve("pki/partners/opvang-demo/decrypt.crt")
                                        .toString())
                        .replace("note.txt", folder.resolve("note.txt").toString())
                        .replace("sealed.json", folder.resolve("sealed.json").toString());
                DemoProcess.Ran ran = demo.run(command.split(" "));
                assertThat(ran.exit()).as(line + "\n" + ran.output()).isZero();
                output += ran.output();
            }
            assertThat(output).contains(WORDS, "housing");
            assertThat(holding(demo.home().resolve("received"), WORDS)).isEmpty();
            assertThat(holding(demo.home().resolve("log"), WORDS)).isEmpty();
        }
    }

    private static List<String> commands() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("./schakel "))
                .toList();
    }

    private static Optional<Path> holding(Path below, String words) {
        return LiveFolder.files(below).stream()
                .filter(file -> LiveFolder.text(file).contains(words))
                .findFirst();
    }
}
