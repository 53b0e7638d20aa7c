package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Step;
import nl.schakel.translate.letter.LetterText;

/**
 * A file {@code output.<by>.<ending>} of an example: what somebody gets. With the ending {@code problem.json} it says why
 * they get nothing; a letter stands there as its words ({@code txt}).
 *
 * @param by a partner, a mapping of the example's family, or {@code ack}
 */
record ExpectedOutput(Path file, String by, String ending) {
    private static final Pattern NAME = Pattern.compile("output\\.([a-z0-9-]+)\\.(problem\\.json|[a-z0-9]+)");
    private static final String REFUSAL = "problem.json";
    private static final String NOTHING = "nothing";

    static List<ExpectedOutput> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().flatMap(ExpectedOutput::named).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<ExpectedOutput> named(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Stream.of(new ExpectedOutput(file, name.group(1), name.group(2))) : Stream.empty();
    }

    boolean isRefusal() {
        return ending.equals(REFUSAL);
    }

    /** Where the outcome is not what the file says. */
    List<Difference> differences(Step<byte[]> outcome) {
        return outcome.fold(
                bytes -> isRefusal() ? List.of(whole("a refusal", "a message")) : compared(bytes),
                problem -> isRefusal()
                        ? trees(ExampleRun.problem(problem))
                        : List.of(whole("a message", problem.sentence())));
    }

    /** Makes the outcome what the file says; a file that becomes a refusal, or is one no more, changes its ending. */
    void write(Step<byte[]> outcome) throws IOException {
        boolean refused = outcome instanceof Step.Stopped;
        if (isRefusal() && !refused) {
            throw new IllegalStateException(file + ": it is no longer refused; give the file the ending of its format");
        }
        if (refused) {
            Files.deleteIfExists(file);
        }
        Path to = refused ? file.resolveSibling("output." + by + '.' + REFUSAL) : file;
        Files.write(
                to,
                outcome.fold(
                        this::kept,
                        problem -> (Pretty.json(ExampleRun.problem(problem)) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** JSON with line breaks and a letter as its words, which people can read in a review. */
    private byte[] kept(byte[] written) {
        return switch (ending) {
            case "json" -> (Pretty.json(Pretty.tree(written)) + "\n").getBytes(StandardCharsets.UTF_8);
            case "txt" -> LetterText.of(written).getBytes(StandardCharsets.UTF_8);
            default -> written;
        };
    }

    private List<Difference> compared(byte[] written) {
        if (ending.equals("json")) {
            return trees(Pretty.tree(written));
        }
        byte[] kept = kept(written);
        byte[] expected = Example.bytes(file);
        return Arrays.equals(kept, expected) ? List.of() : lines(lines(expected), lines(kept));
    }

    private List<Difference> trees(JsonNode outcome) {
        return Difference.between(Pretty.tree(Example.bytes(file)), outcome).stream()
                .map(difference -> difference.under(name()))
                .toList();
    }

    /** The lines that differ, by number; when none does, the difference is in what ends them. */
    private List<Difference> lines(List<String> expected, List<String> written) {
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), written.size()); i++) {
            String before = i < expected.size() ? expected.get(i) : NOTHING;
            String after = i < written.size() ? written.get(i) : NOTHING;
            if (!before.equals(after)) {
                differences.add(new Difference(name() + " line " + (i + 1), before, after));
            }
        }
        return differences.isEmpty()
                ? List.of(whole("these bytes", "others, in line ends or character set"))
                : differences;
    }

    private static List<String> lines(byte[] bytes) {
        return Arrays.asList(text(bytes).split("\r\n|\r|\n", -1));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException latin) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }

    private Difference whole(String before, String after) {
        return new Difference(name(), before, after);
    }

    private String name() {
        return file.getFileName().toString();
    }
}
