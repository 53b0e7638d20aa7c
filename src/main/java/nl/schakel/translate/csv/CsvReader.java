package nl.schakel.translate.csv;

import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Node;

/** Reads a file of a header and one row: one row is one client is one message. */
public final class CsvReader {
    /** Fact by which a message that was cut out of a file says which row it was. */
    public static final String ROW = "row";

    private static final int FIRST_ROW = 2;

    private CsvReader() {}

    /**
     * The row as a tree: a leaf for each cell that is not empty, under the name of its column.
     *
     * @param facts what the door knows; {@value #ROW} is the row's number in the file it was cut out of
     * @param name the name of the root
     */
    public static Step<Branch> read(byte[] bytes, CsvDialect dialect, Map<String, String> facts, String name) {
        if (bytes.length > Limits.MESSAGE_BYTES) {
            return Step.stopped(Problem.at(ProblemCode.TOO_LARGE, "row 1")
                    .seen(bytes.length + " bytes")
                    .expected("at most " + Limits.MESSAGE_BYTES + " bytes"));
        }
        return CsvText.of(bytes, dialect.charset())
                .then(text -> opened(new CsvParser(text, dialect.separator()), dialect, number(facts), name));
    }

    private static int number(Map<String, String> facts) {
        return Optional.ofNullable(facts.get(ROW))
                .filter(row -> row.matches("\\d{1,7}"))
                .map(Integer::parseInt)
                .orElse(FIRST_ROW);
    }

    private static Step<Branch> opened(CsvParser parser, CsvDialect dialect, int number, String name) {
        return parser.next()
                .then(first -> CsvHeader.of(first, dialect.columns()))
                .then(header -> {
                    if (parser.atEnd()) {
                        return Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "row " + FIRST_ROW));
                    }
                    return parser.next().then(header::fitting).then(row -> alone(parser, header, row, number, name));
                });
    }

    private static Step<Branch> alone(CsvParser parser, CsvHeader header, CsvRow row, int number, String name) {
        return parser.atEnd()
                ? Step.next(tree(header, row, number, name))
                : Step.stopped(Problem.at(ProblemCode.ONE_CLIENT_ONLY, "row " + (FIRST_ROW + 1))
                        .seen("another row")
                        .expected("one row"));
    }

    private static Branch tree(CsvHeader header, CsvRow row, int number, String name) {
        Branch root = Branch.root(name);
        for (int i = 0; i < row.cells().size(); i++) {
            String cell = row.cells().get(i);
            if (!cell.isBlank()) {
                root.bear(Node.Kind.COLUMN, header.names().get(i), number, new Json.Text(cell));
            }
        }
        return root;
    }
}
