package nl.schakel.translate.csv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Values;

/**
 * Writes a header and one row. Every column is there, also an empty one. A character that the character set does not
 * have is a refusal: a name with a question mark in it is another name. A mark that turns the direction of text is no letter
 * of it and is left out, so that a spreadsheet shows the words that stand there.
 */
public final class CsvWriter {
    private static final int WRITTEN_ROW = 2;

    private CsvWriter() {}

    /** @param row text, numbers and truth values by column; a member that is no column cannot be written and stops */
    public static Step<byte[]> write(Json.Obj row, CsvDialect dialect) {
        Optional<String> stranger = row.members().keySet().stream()
                .filter(name -> !dialect.columns().contains(name))
                .findFirst();
        if (stranger.isPresent()) {
            return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, CsvRow.place(WRITTEN_ROW, stranger.get()))
                    .expected("a column of the mapping"));
        }
        List<String> cells =
                dialect.columns().stream().map(column -> cell(row, column)).toList();
        char separator = dialect.separator();
        return encoded(line(dialect.columns(), separator) + line(cells, separator), cells, dialect);
    }

    private static String cell(Json.Obj row, String column) {
        return row.get(column).map(Values::text).map(Values::unturned).orElse("");
    }

    /** One row with its end, each cell quoted where it must be and safe in a spreadsheet. */
    public static String line(List<String> cells, char separator) {
        return cells.stream()
                        .map(FormulaGuard::guarded)
                        .map(cell -> quoted(cell, separator))
                        .collect(Collectors.joining(String.valueOf(separator)))
                + "\r\n";
    }

    /** Also quoted for the separators of others: a file opened with the wrong one must not fall apart into new cells. */
    private static String quoted(String cell, char separator) {
        boolean needed = !cell.equals(cell.strip())
                || cell.chars().anyMatch(c -> c == separator || "\"\r\n;,\t|".indexOf(c) >= 0);
        return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static Step<byte[]> encoded(String text, List<String> cells, CsvDialect dialect) {
        CharsetEncoder encoder = dialect.charset().newEncoder();
        try {
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return Step.next(exact);
        } catch (CharacterCodingException e) {
            return Step.stopped(Problem.at(ProblemCode.CHARSET_INVALID, unwritable(cells, dialect, encoder))
                    .expected("characters of " + dialect.charset().name()));
        }
    }

    private static String unwritable(List<String> cells, CsvDialect dialect, CharsetEncoder encoder) {
        for (int i = 0; i < cells.size(); i++) {
            if (!encoder.reset().canEncode(cells.get(i))) {
                return CsvRow.place(WRITTEN_ROW, dialect.columns().get(i));
            }
        }
        return "row 1";
    }
}
