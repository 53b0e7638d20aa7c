package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder {@code <system>/<version>/examples/NN-name} with the input of a message and what it must become, or with a word
 * about a referral ({@code notice.json}) and how partners hear it.
 */
record Example(Path folder) {
    private static final int DEPTH = 6;
    /** The system stands this many names before the end. */
    private static final int FAMILY = 4;

    /** Every example at or below a folder, by name. */
    static List<Example> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.find(folder, DEPTH, (file, facts) -> facts.isRegularFile() && begins(file))) {
            return files.map(file -> file.toAbsolutePath().normalize().getParent())
                    .distinct()
                    .sorted()
                    .map(Example::new)
                    .toList();
        }
    }

    private static boolean begins(Path file) {
        return isInput(file) || file.endsWith("notice.json");
    }

    private static boolean isInput(Path file) {
        return file.getFileName().toString().startsWith("input.");
    }

    /** The message; a word about a referral needs none. */
    Optional<Path> input() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Example::isInput).sorted().findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The family of mappings it belongs to by its place, such as {@code hl7v2-nl/2.5}. */
    String family() {
        int names = folder.getNameCount();
        return names < FAMILY ? "" : folder.getName(names - FAMILY) + "/" + folder.getName(names - FAMILY + 1);
    }

    String name() {
        return family() + " " + folder.getFileName();
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<JsonNode> canonical() {
        return json("canonical.json");
    }

    Optional<JsonNode> problem() {
        return json("expected-problem.json");
    }

    /** Status, reason and the sender's number: what partners are told. */
    Optional<JsonNode> notice() {
        return json("notice.json");
    }

    /** Who gets the release, where it is not a CTI team: of this example, or of all examples beside it. */
    Optional<JsonNode> receiver() {
        return json("receiver.json").or(() -> json("../receiver.json"));
    }

    private Optional<JsonNode> json(String name) {
        Path file = folder.resolve(name).normalize();
        return Files.isRegularFile(file) ? Optional.of(Pretty.tree(bytes(file))) : Optional.empty();
    }
}
