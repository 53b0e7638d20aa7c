package nl.schakel.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A code table as its file says it, be that CSV or a FHIR ConceptMap.
 *
 * @param file below the mappings folder, such as {@code codes/gender.csv}
 * @param version of the table, as it names it; empty when it names none
 * @param bytes for the content hash of a mapping that uses it
 * @param columns names of what stands in each row; {@code source} and {@code target} first
 */
record CodeTable(String file, String version, byte[] bytes, List<String> columns, List<Row> rows) {
    static final String SOURCE = "source";
    static final String TARGET = "target";

    /**
     * One code and its target.
     *
     * @param line in the file; 0 where the format has none, then {@code values} says it
     * @param wayBack whether the table says that the way back takes this one
     */
    record Row(int line, List<String> values, Equivalence equivalence, boolean wayBack) {
        Row {
            values = List.copyOf(values);
        }
    }

    /** A code that leads to several texts, with nothing that says which one counts. */
    static final class Ambiguous extends Exception {
        private static final long serialVersionUID = 1L;

        Ambiguous(String message) {
            super(message);
        }
    }

    CodeTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** From source to this column. */
    CodeMap there(String name, String column) throws Ambiguous {
        return map(name, columns.indexOf(SOURCE), columns.indexOf(column), false);
    }

    /** From target to source. */
    CodeMap back(String name) throws Ambiguous {
        return map(name, columns.indexOf(TARGET), columns.indexOf(SOURCE), true);
    }

    private CodeMap map(String name, int from, int to, boolean back) throws Ambiguous {
        Map<String, List<Row>> byCode = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.equivalence().maps())
                .forEach(row -> byCode.computeIfAbsent(row.values().get(from), code -> new ArrayList<>())
                        .add(row));
        Map<String, CodeMap.Target> codes = new HashMap<>();
        for (Map.Entry<String, List<Row>> code : byCode.entrySet()) {
            Row row = counting(code.getKey(), code.getValue(), to, back);
            Equivalence equivalence = back ? row.equivalence().back() : there(row, to);
            codes.put(code.getKey(), new CodeMap.Target(row.values().get(to), equivalence));
        }
        return new CodeMap(name, codes);
    }

    /** The equivalence is about the target; a text beside it only says the same for people. */
    private Equivalence there(Row row, int to) {
        return columns.get(to).equals(TARGET) ? row.equivalence() : Equivalence.EQUIVALENT;
    }

    /** The one row that counts: the only one, the one marked for the way back, the only exact one. */
    private Row counting(String code, List<Row> rows, int to, boolean back) throws Ambiguous {
        List<Row> exact =
                rows.stream().filter(row -> row.equivalence().isExact()).toList();
        if (back) {
            Optional<Row> marked = rows.stream().filter(Row::wayBack).findFirst();
            if (marked.isPresent()) {
                return marked.get();
            }
        }
        List<Row> candidates = exact.isEmpty() ? rows : exact;
        List<String> texts =
                candidates.stream().map(row -> row.values().get(to)).distinct().toList();
        if (texts.size() > 1) {
            throw new Ambiguous(place(candidates.get(1)) + ": '" + code + "' leads to " + String.join(" and ", texts)
                    + (back ? " on the way back" : "") + "; mark the one that counts"
                    + (back ? " with 'yes' in a column 'back'," : "")
                    + " with equivalence 'equivalent' and the others as what they are (" + String.join(", ", hints())
                    + ")");
        }
        return candidates.get(0);
    }

    private static List<String> hints() {
        return List.of("wider", "narrower", "inexact");
    }

    private String place(Row row) {
        return row.line() == 0 ? file : file + ", line " + row.line();
    }
}
