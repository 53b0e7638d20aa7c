package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder {@code <system>/<version>/examples/NN-name} with the input of a message and what it must become. */
record Example(Path folder, Path input) {
    private static final int DEPTH = 6;
    /** The system stands this many names before the end. */
    private static final int FAMILY = 5;

    /** Every example at or below a folder, by name. */
    static List<Example> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.find(folder, DEPTH, (file, facts) -> facts.isRegularFile() && isInput(file))) {
            return files.sorted()
                    .map(file -> new Example(
                            file.resolveSibling(""), file.toAbsolutePath().normalize()))
                    .toList();
        }
    }

    private static boolean isInput(Path file) {
        return file.getFileName().toString().startsWith("input.");
    }

    /** The family of mappings it belongs to by its place, such as {@code hl7v2-nl/2.5}. */
    String family() {
        int names = input.getNameCount();
        return names < FAMILY ? "" : input.getName(names - FAMILY) + "/" + input.getName(names - FAMILY + 1);
    }

    String name() {
        return family() + " " + folder.getFileName();
    }

    byte[] bytes() {
        return bytes(input);
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

    private Optional<JsonNode> json(String name) {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? Optional.of(Pretty.tree(bytes(file))) : Optional.empty();
    }
}
