package nl.schakel.translate.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Walks over the rows of one text, RFC 4180 section 2: rows end with CRLF or LF, a cell is quoted as a whole or not at
 * all, a quote inside quotes is doubled. What other readers settle in silence (a quote in the middle, text after a
 * closing quote) is refused, because two readers would settle it in two ways.
 */
final class CsvParser {
    private static final char QUOTE = '"';
    private final String text;
    private final char separator;
    private int at;
    private int row;
    private boolean lost;

    CsvParser(String text, char separator) {
        this.text = text;
        this.separator = separator;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** Number of the row that was read last. */
    int row() {
        return row;
    }

    /** Whether nobody knows where the next row begins. */
    boolean lost() {
        return lost;
    }

    /** The next row. */
    Step<CsvRow> next() {
        int start = at;
        row++;
        Step<CsvRow> read = cells().map(cells -> new CsvRow(row, cells, text.substring(start, end())));
        lost = read instanceof Step.Stopped;
        return read.then(this::checked);
    }

    private Step<List<String>> cells() {
        List<String> cells = new ArrayList<>();
        while (true) {
            if (cells.size() == Limits.CSV_COLUMNS) {
                return refuse(
                        ProblemCode.LIMIT_EXCEEDED, cells.size() + 1, "at most " + Limits.CSV_COLUMNS + " columns");
            }
            Step<String> cell = cell(cells.size() + 1);
            if (cell instanceof Step.Stopped<String> stopped) {
                return Step.stopped(stopped.problem());
            }
            cells.add(((Step.Next<String>) cell).value());
            if (atEnd() || text.charAt(at) != separator) {
                return Step.next(cells);
            }
            at++;
        }
    }

    /** Steps over the end of the row. */
    private int end() {
        int end = at;
        at += text.startsWith("\r\n", at) ? 2 : 1;
        return end;
    }

    private Step<String> cell(int column) {
        Step<String> cell = !atEnd() && text.charAt(at) == QUOTE ? quoted(column) : plain(column);
        return cell.map(FormulaGuard::bare);
    }

    private Step<String> plain(int column) {
        int start = at;
        while (!atEnd() && text.charAt(at) != separator && !rowEnds()) {
            if (text.charAt(at) == QUOTE || text.charAt(at) == '\r') {
                return refuse(
                        ProblemCode.SYNTAX_BROKEN, column, "quotes around the whole cell, rows that end with CRLF");
            }
            at++;
        }
        return Step.next(text.substring(start, at));
    }

    private boolean rowEnds() {
        return text.charAt(at) == '\n' || text.startsWith("\r\n", at);
    }

    private Step<String> quoted(int column) {
        StringBuilder value = new StringBuilder();
        at++;
        while (!atEnd()) {
            int quote = text.indexOf(QUOTE, at);
            if (quote < 0) {
                break;
            }
            value.append(text, at, quote);
            at = quote + 1;
            if (atEnd() || text.charAt(at) != QUOTE) {
                return closed(value.toString(), column);
            }
            value.append(QUOTE);
            at++;
        }
        return refuse(ProblemCode.SYNTAX_BROKEN, column, "a closing quote");
    }

    private Step<String> closed(String value, int column) {
        return atEnd() || text.charAt(at) == separator || rowEnds()
                ? Step.next(value)
                : refuse(ProblemCode.SYNTAX_BROKEN, column, "a separator or the end of the row after a closing quote");
    }

    private Step<CsvRow> checked(CsvRow read) {
        for (int i = 0; i < read.cells().size(); i++) {
            if (checked(read.cells().get(i), i + 1) instanceof Step.Stopped<String> stopped) {
                return Step.stopped(stopped.problem());
            }
        }
        return Step.next(read);
    }

    private Step<String> checked(String value, int column) {
        if (value.length() > Limits.CSV_CELL_CHARACTERS) {
            return refuse(
                    ProblemCode.LIMIT_EXCEEDED,
                    column,
                    "at most " + Limits.CSV_CELL_CHARACTERS + " characters in a cell");
        }
        Optional<Integer> control = value.chars()
                .filter(c -> (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
                .boxed()
                .findFirst();
        return control.<Step<String>>map(c -> Step.stopped(Problem.at(ProblemCode.CONTROL_CHARACTER, place(column))
                        .seen("U+%04X".formatted(c))
                        .expected("printable text")))
                .orElseGet(() -> Step.next(value));
    }

    private <T> Step<T> refuse(ProblemCode code, int column, String expected) {
        return Step.stopped(Problem.at(code, place(column)).expected(expected));
    }

    private String place(int column) {
        return CsvRow.place(row, Integer.toString(column));
    }
}
