package nl.schakel.translate.csv;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Values;

/** The first row: every declared column once, in any order, and no other. */
record CsvHeader(CsvRow row) {
    static Step<CsvHeader> of(CsvRow row, List<String> columns) {
        return unknownOrDouble(row, columns)
                .or(() -> missing(row, columns))
                .<Step<CsvHeader>>map(Step::stopped)
                .orElseGet(() -> Step.next(new CsvHeader(row)));
    }

    List<String> names() {
        return row.cells();
    }

    /** A row of this file, when it has as many cells as there are columns. */
    Step<CsvRow> fitting(CsvRow other) {
        return other.cells().size() == names().size()
                ? Step.next(other)
                : Step.stopped(Problem.at(ProblemCode.SYNTAX_BROKEN, "row " + other.number())
                        .seen(other.cells().size() + " cells")
                        .expected(names().size() + " cells"));
    }

    private static Optional<Problem> unknownOrDouble(CsvRow row, List<String> columns) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < row.cells().size(); i++) {
            String name = row.cells().get(i);
            if (!columns.contains(name)) {
                return Optional.of(
                        Problem.at(ProblemCode.VALUE_INVALID, CsvRow.place(row.number(), Integer.toString(i + 1)))
                                .seen(Values.code(name))
                                .expected("the columns of the mapping, written as it writes them"));
            }
            if (!seen.add(name)) {
                return Optional.of(Problem.at(ProblemCode.DUPLICATE_MEMBER, CsvRow.place(row.number(), name)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> missing(CsvRow row, List<String> columns) {
        return columns.stream()
                .filter(column -> !row.cells().contains(column))
                .findFirst()
                .map(column -> Problem.at(ProblemCode.REQUIRED_MISSING, CsvRow.place(row.number(), column)));
    }
}
