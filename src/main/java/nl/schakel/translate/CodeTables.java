package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The code tables under {@code mappings/codes}: CSV with a header, UTF-8, the columns {@code source} and {@code target}
 * first. Lines that begin with {@code #} are remarks. A comma inside a value is not needed and not allowed.
 */
final class CodeTables {
    private final Map<String, Table> tables;

    private record Table(byte[] bytes, List<String> columns, List<List<String>> rows) {}

    private CodeTables(Map<String, Table> tables) {
        this.tables = Map.copyOf(tables);
    }

    static CodeTables load(Path folder) {
        Map<String, Table> tables = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(f -> f.toString().endsWith(".csv")).sorted().forEach(f -> tables.put(stem(f), read(f)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new CodeTables(tables);
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replace(".csv", "");
    }

    private static Table read(Path file) {
        byte[] bytes = bytes(file);
        List<List<String>> lines = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        String name = "codes/" + file.getFileName();
        if (lines.isEmpty()
                || lines.get(0).indexOf("source") != 0
                || lines.get(0).indexOf("target") != 1) {
            throw new MappingInvalid(name, 1, "the header begins with source,target");
        }
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).size() != lines.get(0).size()) {
                throw new MappingInvalid(name, "row " + i + " has not as many values as the header");
            }
        }
        return new Table(bytes, lines.get(0), lines.subList(1, lines.size()));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same table in the other direction; a column beside the target has none. */
    static Optional<String> back(String name) {
        if (name.contains(".")) {
            return Optional.empty();
        }
        return Optional.of(name.startsWith("~") ? name.substring(1) : '~' + name);
    }

    /** @param name {@code table}, {@code table.column}; a leading {@code ~} reads the table from target to source */
    Optional<CodeMap> map(String name) {
        boolean back = name.startsWith("~");
        String[] parts = name.substring(back ? 1 : 0).split("\\.", 2);
        Table table = tables.get(parts[0]);
        if (table == null) {
            return Optional.empty();
        }
        int to = back ? 0 : table.columns().indexOf(parts.length == 2 ? parts[1] : "target");
        return to < 0 ? Optional.empty() : Optional.of(new CodeMap(name, column(table, back ? 1 : 0, to)));
    }

    /** The first row of a code counts, so that the way back from a many-to-one table is the first one written. */
    private static Map<String, String> column(Table table, int from, int to) {
        Map<String, String> codes = new HashMap<>();
        table.rows().forEach(row -> codes.putIfAbsent(row.get(from), row.get(to)));
        return codes;
    }

    /** The bytes of a table, for the content hash of a mapping that uses it. */
    byte[] content(String name) {
        Table table = tables.get(name.replace("~", "").split("\\.", 2)[0]);
        return table == null ? new byte[0] : table.bytes();
    }
}
