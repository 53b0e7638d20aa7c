package nl.schakel.translate.csv;

import java.util.ArrayList;
import java.util.List;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Makes one message of every row of a file: the file's own header and the row's own characters, in the file's character
 * set. A row that cannot be read is reported and the others go on. Only where the quotes are broken, reading ends there:
 * nobody knows where the next row begins then, and free text could pass for a row.
 */
public final class CsvSplitter {
    private CsvSplitter() {}

    /** What became of a row. */
    public sealed interface Part {
        /** As a spreadsheet counts: the header is row 1. */
        int row();
    }

    /**
     * A row as a message of its own.
     *
     * @param messageId id of the file, {@code #}, number of the row
     */
    public record Message(int row, String messageId, byte[] bytes) implements Part {
        @Override
        public String toString() {
            return "Message[" + messageId + ", " + bytes.length + " bytes]";
        }
    }

    /** A row that was not read, and why. */
    public record Refused(int row, Problem problem) implements Part {}

    /**
     * The rows of a file in order; a refusal is about the file as a whole (size, character set, header).
     *
     * @param fileId what the door calls this file; no name of a person may be in it
     */
    public static Step<List<Part>> split(byte[] file, CsvDialect dialect, String fileId) {
        if (file.length > Limits.CSV_FILE_BYTES) {
            return Step.stopped(Problem.at(ProblemCode.TOO_LARGE, "row 1")
                    .seen(file.length + " bytes")
                    .expected("at most " + Limits.CSV_FILE_BYTES + " bytes"));
        }
        return CsvText.of(file, dialect.charset()).then(text -> {
            CsvParser parser = new CsvParser(text, dialect.separator());
            return parser.next()
                    .then(first -> CsvHeader.of(first, dialect.columns()))
                    .then(header -> rows(parser, header, dialect, fileId));
        });
    }

    private static Step<List<Part>> rows(CsvParser parser, CsvHeader header, CsvDialect dialect, String fileId) {
        List<Part> parts = new ArrayList<>();
        while (!parser.atEnd()) {
            if (parts.size() == Limits.CSV_ROWS) {
                return Step.stopped(Problem.at(ProblemCode.LIMIT_EXCEEDED, "row " + (parser.row() + 1))
                        .expected("at most " + Limits.CSV_ROWS + " rows"));
            }
            Step<CsvRow> row = parser.next();
            int number = parser.row();
            parts.add(row.then(header::fitting)
                    .fold(fit -> message(header, fit, dialect, fileId), problem -> new Refused(number, problem)));
            if (parser.lost()) {
                return Step.next(parts);
            }
        }
        return Step.next(parts);
    }

    private static Part message(CsvHeader header, CsvRow row, CsvDialect dialect, String fileId) {
        String text = header.row().written() + "\r\n" + row.written() + "\r\n";
        return new Message(row.number(), fileId + '#' + row.number(), text.getBytes(dialect.charset()));
    }
}
