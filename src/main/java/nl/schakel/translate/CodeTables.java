package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The code tables under {@code mappings/codes}, each a CSV file or a FHIR ConceptMap in JSON, by the names of the files. */
final class CodeTables {
    private static final String BACK = "~";

    private final Map<String, CodeTable> tables;

    private CodeTables(Map<String, CodeTable> tables) {
        this.tables = Map.copyOf(tables);
    }

    static CodeTables load(Path folder) {
        Map<String, CodeTable> tables = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    add(file, tables);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new CodeTables(tables);
    }

    private static void add(Path file, Map<String, CodeTable> tables) throws IOException {
        String name = file.getFileName().toString();
        String at = "codes/" + name;
        boolean csv = name.endsWith(".csv");
        if (!csv && !name.endsWith(".json")) {
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        CodeTable table = csv ? CodeCsv.read(at, bytes) : ConceptMap.read(at, bytes);
        CodeTable other = tables.put(name.substring(0, name.lastIndexOf('.')), table);
        if (other != null) {
            throw new MappingInvalid(at, "the same table as " + other.file());
        }
    }

    /** The same table in the other direction; a column beside the target has none. */
    static Optional<String> back(String name) {
        if (name.contains(".")) {
            return Optional.empty();
        }
        return Optional.of(name.startsWith(BACK) ? name.substring(1) : BACK + name);
    }

    /** Name of the table itself. */
    static String table(String name) {
        return name.replace(BACK, "").split("\\.", 2)[0];
    }

    /**
     * A table as a row names it: {@code table}, {@code table.column}, or {@code ~table} from target to source.
     *
     * @throws MappingInvalid at the row when there is no such table or column, or when a code leads to several others
     */
    CodeMap map(Written name) {
        CodeTable table = tables.get(table(name.text()));
        boolean back = name.text().startsWith(BACK);
        String[] parts = name.text().split("\\.", 2);
        String column = parts.length == 2 ? parts[1] : CodeTable.TARGET;
        if (table == null || (back && parts.length == 2) || !table.columns().contains(column)) {
            throw name.wrong("there is no code table '" + name.text() + "' under mappings/codes");
        }
        try {
            return back ? table.back(name.text()) : table.there(name.text(), column);
        } catch (CodeTable.Ambiguous ambiguous) {
            throw name.wrong("code table '" + name.text() + "': " + ambiguous.getMessage());
        }
    }

    /** The bytes of a table, for the content hash of a mapping that uses it. */
    byte[] content(String name) {
        CodeTable table = tables.get(table(name));
        return table == null ? new byte[0] : table.bytes();
    }

    /** What a table calls its version, if it does. */
    Optional<String> version(String name) {
        return Optional.ofNullable(tables.get(table(name)))
                .map(CodeTable::version)
                .filter(version -> !version.isEmpty());
    }

    /** Where a table is written. */
    String file(String table) {
        return java.util.Objects.requireNonNull(tables.get(table)).file();
    }

    Set<String> names() {
        return new TreeSet<>(tables.keySet());
    }
}
