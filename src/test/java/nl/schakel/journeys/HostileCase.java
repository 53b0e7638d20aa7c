package nl.schakel.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One hostile input as it is written down in {@code src/test/resources/hostile/<door>.txt}:
 *
 * <pre>
 * == a group
 * a name -> what must be answered
 *   a step
 *   another step
 * </pre>
 *
 * A step right under a group is the first step of each of its cases.
 *
 * What must be answered is {@code taken} (accepted as harmless), a code of ours with the place that the answer must name, bytes and columns apart
 * ({@code SCH-1007 @Bundle.type}), {@code silent} (the connection is closed without a word), {@code left} (a file lies where
 * it lay) or a bare status ({@code HTTP 400}); several, separated by a semicolon, for several messages. A step {@code for
 * words} makes a case of every line of {@code words/<words>.txt}.
 */
public record HostileCase(String door, String group, String name, String expected, List<String> steps, String it) {
    private static final Path FOLDER = Path.of("src/test/resources/hostile");

    static List<HostileCase> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** Those of one file. */
    public static List<HostileCase> read(Path file) {
        String door = file.getFileName().toString().replace(".txt", "");
        List<HostileCase> cases = new ArrayList<>();
        String group = "";
        List<String> shared = new ArrayList<>();
        for (String line : lines(file)) {
            if (line.startsWith("== ")) {
                group = line.substring(3);
                shared = new ArrayList<>();
            } else if (line.startsWith("  ")
                    && (cases.isEmpty() || !cases.get(cases.size() - 1).group().equals(group))) {
                shared.add(line.substring(2));
            } else if (line.startsWith("  ")) {
                HostileCase last = cases.get(cases.size() - 1);
                last.steps().add(line.substring(2));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int arrow = line.lastIndexOf(" -> ");
                if (arrow < 0) {
                    throw new IllegalArgumentException(file + ": no -> in " + line);
                }
                cases.add(new HostileCase(
                        door, group, line.substring(0, arrow), line.substring(arrow + 4), new ArrayList<>(shared), ""));
            }
        }
        return cases.stream().flatMap(HostileCase::each).toList();
    }

    private Stream<HostileCase> each() {
        return steps.stream()
                .filter(step -> step.startsWith("for "))
                .findFirst()
                .map(step -> {
                    List<String> rest =
                            steps.stream().filter(s -> !s.equals(step)).toList();
                    return lines(FOLDER.resolve("words").resolve(step.substring(4) + ".txt")).stream()
                            .filter(word -> !word.isBlank())
                            .map(word -> new HostileCase(door, group, name + " " + word, expected, rest, word));
                })
                .orElseGet(() -> Stream.of(this));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    @Override
    public String toString() {
        return door + ": " + group + ": " + name;
    }
}
