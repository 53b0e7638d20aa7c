package nl.schakel.consent;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dated rows, checked: at any day one cell has one row at most, and no day between two rows is left out. */
final class PolicyTable {
    static final List<String> COLUMNS = List.of(
            "purpose", "sender", "recipient", "category", "decision", "valid_from", "valid_to", "law", "basis", "note");
    private static final String FILE = "default-policy.csv";

    private final Map<PolicyRow.Cell, List<Placed>> cells = new HashMap<>();

    /** A row with its line, so that a fault between two rows can be named. */
    private record Placed(PolicyRow row, DecisionTable.Row read) {
        Optional<LocalDate> from() {
            return row.validity().from();
        }
    }

    static Map<PolicyRow.Cell, List<PolicyRow>> read(String csv, Map<String, Law> laws) {
        PolicyTable table = new PolicyTable();
        for (DecisionTable.Row read : DecisionTable.parse(FILE, csv, COLUMNS)) {
            table.add(new Placed(PolicyRow.read(read), read), laws);
        }
        Map<PolicyRow.Cell, List<PolicyRow>> rows = new HashMap<>();
        table.cells.forEach((cell, dated) -> rows.put(cell, inOrder(cell, dated)));
        return rows;
    }

    private void add(Placed placed, Map<String, Law> laws) {
        for (String code : placed.row().laws()) {
            Law law = Optional.ofNullable(laws.get(code))
                    .orElseThrow(() -> placed.read().invalid("law", "codes of laws.csv, at least one"));
            if (!law.holdsThroughout(placed.row().validity())) {
                throw placed.read().invalid("law", "a law in force on all days of the row");
            }
        }
        cells.computeIfAbsent(placed.row().cell(), cell -> new ArrayList<>()).add(placed);
    }

    private static List<PolicyRow> inOrder(PolicyRow.Cell cell, List<Placed> dated) {
        List<Placed> ordered = new ArrayList<>(dated);
        ordered.sort(Comparator.comparing(p -> p.from().orElse(LocalDate.MIN)));
        for (int i = 1; i < ordered.size(); i++) {
            follows(ordered.get(i - 1), ordered.get(i));
        }
        if (cell.sender().isEmpty()) {
            refuseOpenEnds(ordered.get(0), ordered.get(ordered.size() - 1));
        }
        return ordered.stream().map(Placed::row).toList();
    }

    private static void follows(Placed before, Placed after) {
        Optional<LocalDate> next = before.row().validity().to().map(day -> day.plusDays(1));
        if (next.isEmpty() || after.from().isEmpty() || after.from().get().isBefore(next.get())) {
            throw after.read()
                    .invalid(
                            "valid_from",
                            "one row a day for " + after.row().cell().id());
        }
        if (after.from().get().isAfter(next.get())) {
            throw after.read().invalid("valid_from", next.get() + ": the days before it have no row");
        }
    }

    /** For every sender the table answers at every time; a row for one kind of sender may begin and end. */
    private static void refuseOpenEnds(Placed first, Placed last) {
        if (first.from().isPresent()) {
            throw first.read().invalid("valid_from", "nothing, or a row for the days before it");
        }
        if (last.row().validity().to().isPresent()) {
            throw last.read().invalid("valid_to", "nothing, or a row for the days after it");
        }
    }
}
