package nl.schakel.consent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A small table in strict CSV (RFC 4180): a known header, every row as wide as it, quotes only around whole fields. */
public final class DecisionTable {
    /** The policy table has 526 rows; a table beyond this is no longer read by people. */
    private static final int ROWS = 20_000;

    private final String file;
    private final String text;
    private int at;
    private int line = 1;

    /** One row with its line, so that whatever is wrong with it can be named. */
    public static final class Row {
        private final String file;
        private final int line;
        private final Map<String, String> fields;

        private Row(String file, int line, Map<String, String> fields) {
            this.file = file;
            this.line = line;
            this.fields = fields;
        }

        public String text(String column) {
            return Optional.ofNullable(fields.get(column)).orElseThrow();
        }

        /** The field's meaning; refused when it has none. */
        public <T> T known(String column, Function<String, Optional<T>> meaning, String expected) {
            return meaning.apply(text(column)).orElseThrow(() -> invalid(column, expected));
        }

        public PolicyInvalid invalid(String column, String expected) {
            String seen = text(column);
            String shown = seen.length() <= 60 ? seen : seen.substring(0, 57) + "...";
            return new PolicyInvalid(file, line, column, "'" + shown + "'", expected);
        }
    }

    private DecisionTable(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads a table.
     *
     * @param file name for messages
     * @param columns the header, exactly
     * @throws PolicyInvalid naming line and column
     */
    public static List<Row> parse(String file, String csv, List<String> columns) {
        return new DecisionTable(file, csv).rows(columns);
    }

    private List<Row> rows(List<String> columns) {
        List<String> header = record();
        if (!header.equals(columns)) {
            throw invalid(1, "1", String.join(",", header), String.join(",", columns));
        }
        List<Row> rows = new ArrayList<>();
        while (at < text.length()) {
            int start = line;
            List<String> fields = record();
            if (fields.size() != columns.size()) {
                throw invalid(
                        start, String.valueOf(fields.size()), fields.size() + " fields", columns.size() + " fields");
            }
            if (rows.size() == ROWS) {
                throw invalid(start, "1", "more rows", "at most " + ROWS + " rows");
            }
            rows.add(row(start, columns, fields));
        }
        return List.copyOf(rows);
    }

    private Row row(int start, List<String> columns, List<String> fields) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            named.put(columns.get(i), fields.get(i));
        }
        return new Row(file, start, named);
    }

    /** Reads one record and the line end behind it. */
    private List<String> record() {
        List<String> fields = new ArrayList<>();
        fields.add(field(1));
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field(fields.size() + 1));
        }
        if (text.startsWith("\r\n", at)) {
            at += 2;
        } else if (text.startsWith("\n", at)) {
            at++;
        } else if (at < text.length()) {
            throw invalid(line, String.valueOf(fields.size()), "text behind a closing quote", "a comma or a line end");
        }
        line++;
        return fields;
    }

    private String field(int column) {
        return at < text.length() && text.charAt(at) == '"' ? quoted(column) : plain(column);
    }

    private String plain(int column) {
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            refuseControl(text.charAt(at), column);
            if (text.charAt(at) == '"') {
                throw invalid(line, String.valueOf(column), "a quote within a field", "quotes around the whole field");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted(int column) {
        StringBuilder field = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            refuseControl(c, column);
            if (c == '"' && !text.startsWith("\"\"", at)) {
                at++;
                return field.toString();
            }
            at += c == '"' ? 1 : 0;
            field.append(c);
        }
        throw invalid(line, String.valueOf(column), "a quote that is not closed", "a closing quote");
    }

    private void refuseControl(char c, int column) {
        if (Character.isISOControl(c)) {
            throw invalid(line, String.valueOf(column), "a control character or line break", "text on one line");
        }
    }

    private PolicyInvalid invalid(int where, String column, String seen, String expected) {
        return new PolicyInvalid(file, where, column, seen, expected);
    }
}
