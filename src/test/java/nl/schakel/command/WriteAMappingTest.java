package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page {@code docs/how-to/write-a-mapping.md} is walked from top to bottom: its files are written, its commands are run and
 * must say what the page says they say.
 */
class WriteAMappingTest {
    private static final Path PAGE = Path.of("docs/how-to/write-a-mapping.md");
    private static final Pattern FILE = Pattern.compile("`([^`]+\\.[a-z]+)`:");
    private static final Pattern CHANGE = Pattern.compile("`([^`]+\\.[a-z]+)`, with `([^`]+)` as `([^`]+)`:");
    private static final String REFUSED = "# is refused";

    @TempDir
    private Path temp;

    private String said = "";
    private int commands;
    private int files;

    @BeforeEach
    void aCopyOfOurFolders() throws IOException {
        for (String folder : List.of("mappings", "routes")) {
            copy(Path.of(folder));
        }
    }

    @Test
    void everyFileAndEveryCommandOfThePageWorksInItsOrder() throws IOException {
        String above = "";
        List<String> lines = Files.readAllLines(PAGE);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            change(line);
            if (line.startsWith("```")) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                block(line.substring(3), above, lines.subList(i + 1, end));
                i = end;
            } else {
                above = line;
            }
        }
        assertThat(files).isGreaterThanOrEqualTo(10);
        assertThat(commands).isGreaterThanOrEqualTo(8);
    }

    private void block(String kind, String above, List<String> block) throws IOException {
        switch (kind) {
            case "bash" -> block.forEach(this::command);
            case "text" -> block.forEach(expected -> assertThat(said).contains(expected));
            default -> file(above, block);
        }
    }

    private void file(String above, List<String> block) throws IOException {
        Matcher name = FILE.matcher(above);
        assertThat(name.matches())
                .as("a file is named above its block: " + above)
                .isTrue();
        Path file = temp.resolve(name.group(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", block) + "\n");
        files++;
    }

    private void change(String line) throws IOException {
        Matcher change = CHANGE.matcher(line);
        if (change.matches()) {
            Path file = temp.resolve(change.group(1));
            String before = Files.readString(file);
            assertThat(before).contains(change.group(2));
            Files.writeString(file, before.replace(change.group(2), change.group(3)));
        }
    }

    private void command(String line) {
        boolean refused = line.endsWith(REFUSED);
        String[] words = line.replace(REFUSED, "").strip().split("\\s+");
        assertThat(words[0]).isEqualTo("./schakel");
        List<String> arguments = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            boolean path = words[i].contains("/") || words[i].endsWith(".json");
            arguments.add(path ? temp.resolve(words[i]).toString() : words[i]);
        }
        arguments.addAll(List.of("--mappings", temp.resolve("mappings").toString()));
        arguments.addAll(List.of("--routes", temp.resolve("routes").toString()));
        StringWriter out = new StringWriter();
        int exit = Commands.run(
                new Console(new PrintWriter(out), new PrintWriter(out)),
                (home, properties) -> Step.stopped(Problem.of(ProblemCode.CONFIGURATION_INVALID)),
                new Farewell(),
                arguments.toArray(String[]::new));
        said = out.toString();
        assertThat(exit).as(line + "\n" + said).isEqualTo(refused ? Exit.FINDING : Exit.OK);
        commands++;
    }

    private void copy(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> !file.toString().contains("examples")).forEach(file -> {
                try {
                    Files.copy(file, temp.resolve(file.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
