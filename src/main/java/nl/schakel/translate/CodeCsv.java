package nl.schakel.translate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a code table in CSV: UTF-8, a header with {@code source} and {@code target} first, remarks after {@code #}, of which
 * {@code # version: ...} names the version. The columns {@code equivalence} (as in a FHIR R4 ConceptMap) and {@code back}
 * ({@code yes} where the way back takes this row) are understood, any other is a text that a row of a mapping may ask for.
 * A comma inside a value is not needed and not allowed.
 */
final class CodeCsv {
    private static final String VERSION = "# version:";
    private static final String EQUIVALENCE = "equivalence";
    private static final String BACK = "back";

    private final String file;
    private final List<CodeTable.Row> rows = new ArrayList<>();
    private List<String> columns = List.of();
    private String version = "";

    private CodeCsv(String file) {
        this.file = file;
    }

    static CodeTable read(String file, byte[] bytes) {
        CodeCsv table = new CodeCsv(file);
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            table.line(lines.get(i), i + 1);
        }
        if (table.columns.isEmpty()) {
            throw new MappingInvalid(file, 1, "the header begins with source,target");
        }
        return new CodeTable(file, table.version, bytes, table.columns, table.rows);
    }

    private void line(String line, int number) {
        if (line.startsWith(VERSION)) {
            version = line.substring(VERSION.length()).strip();
        } else if (!line.isBlank() && !line.startsWith("#")) {
            List<String> values = List.of(line.split(",", -1));
            if (columns.isEmpty()) {
                header(values, number);
            } else {
                row(values, number);
            }
        }
    }

    private void header(List<String> values, int number) {
        if (values.indexOf(CodeTable.SOURCE) != 0 || values.indexOf(CodeTable.TARGET) != 1) {
            throw new MappingInvalid(file, number, "the header begins with source,target");
        }
        if (values.stream().distinct().count() != values.size()) {
            throw new MappingInvalid(file, number, "a column is named twice");
        }
        columns = values;
    }

    private void row(List<String> values, int number) {
        if (values.size() != columns.size()) {
            throw new MappingInvalid(file, number, "has not as many values as the header");
        }
        Equivalence equivalence = equivalence(values, number);
        String target = values.get(columns.indexOf(CodeTable.TARGET));
        if (equivalence.maps() == target.isEmpty()) {
            throw new MappingInvalid(file, number, "a code has a target, and one that is unmatched has none");
        }
        rows.add(new CodeTable.Row(number, values, equivalence, back(values, number)));
    }

    private Equivalence equivalence(List<String> values, int number) {
        int column = columns.indexOf(EQUIVALENCE);
        if (column < 0) {
            return Equivalence.EQUIVALENT;
        }
        return Equivalence.of(values.get(column))
                .orElseThrow(() -> new MappingInvalid(
                        file, number, "equivalence is one of " + String.join(", ", Equivalence.codes())));
    }

    private boolean back(List<String> values, int number) {
        int column = columns.indexOf(BACK);
        if (column < 0 || values.get(column).isEmpty()) {
            return false;
        }
        if (!"yes".equals(values.get(column))) {
            throw new MappingInvalid(file, number, "back is yes or nothing");
        }
        return true;
    }
}
