package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that the README shows is run here, in its order. */
class ReadmeIT {
    private static final Path README = Path.of("README.md");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]");

    /** As a shell takes a line apart: between blanks, or between quotes. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

    @TempDir
    static Path folder;

    @Test
    void theTourCanBeWalked() throws IOException {
        try (DemoProcess demo =
                DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start()) {
            String reference = "";
            String latest = "";
            for (String command : commands()) {
                String line = command.replace("var/demo", demo.home().toString());
                if (line.startsWith("ls ")) {
                    assertHolds(line);
                } else if (line.startsWith("./schakel ") && !line.startsWith("./schakel demo")) {
                    boolean family = line.contains(" family ");
                    String named = family ? latest : reference;
                    String asked =
                            named.isEmpty() ? line : REFERENCE.matcher(line).replaceAll(named);
                    DemoProcess.Ran ran = run(demo, asked);
                    assertThat(ran.exit()).as(asked + "\n" + ran.output()).isEqualTo(expected(asked));
                    assertThat(!family || ran.output().contains("waits for a second person"))
                            .as(asked + "\n" + ran.output())
                            .isTrue();
                    latest = reference(ran.output()).isEmpty() ? latest : reference(ran.output());
                    reference = reference.isEmpty() ? latest : reference;
                }
            }
        }
    }

    @Test
    void ciRunsTheTestCommandThatTheReadmeNames() throws IOException {
        assertThat(commands()).contains("mvn -B verify");
        assertThat(Files.readString(Path.of(".ci/run"))).contains("mvn -B verify");
    }

    /** The one example of bad input is refused, and scores do not go without consent; everything else goes well. */
    private static int expected(String command) {
        if (command.contains("basis explain")) {
            return 4;
        }
        return command.contains("10-empty-identifiers") ? 1 : 0;
    }

    private static DemoProcess.Ran run(DemoProcess demo, String line) {
        List<String> words = WORD.matcher(line.replace("--seconds 15", "--seconds 2"))
                .results()
                .map(word -> Optional.ofNullable(word.group(1)).orElse(word.group()))
                .toList();
        words.stream()
                .skip(2)
                .map(Path::of)
                .filter(file -> file.startsWith(demo.home()))
                .forEach(file -> await().atMost(SOON).until(() -> Files.exists(file)));
        // What is explained from files alone needs no home.
        return words.get(1).equals("basis")
                ? DemoProcess.ran(words)
                : demo.run(words.subList(1, words.size()).toArray(String[]::new));
    }

    /** {@code ls FOLDER} or {@code ls FOLDER/*} shows something. */
    private static void assertHolds(String line) {
        Path shown = Path.of(line.substring("ls ".length()).replace("/*", "").strip());
        await().atMost(SOON).until(() -> {
            try (var files = Files.list(shown)) {
                return files.findAny().isPresent();
            }
        });
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(README)) {
            if (line.startsWith("```")) {
                inside = line.equals("```bash");
            } else if (inside && !line.isBlank()) {
                commands.add(line.replaceAll("\\s+#.*", "").strip());
            }
        }
        return commands;
    }

    private static String reference(String output) {
        Matcher matcher = REFERENCE.matcher(output);
        return matcher.find() ? matcher.group() : "";
    }
}
