package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The targets that a file says must have a row. Whether the row finds a value is known only when a message comes. */
final class RequiredTargets {
    private final List<String> written = new ArrayList<>();

    private RequiredTargets() {}

    /** Refuses the first of {@code requires} that no row below {@code rows} writes. */
    static void check(Optional<Written> requires, Written rows) {
        if (requires.isEmpty()) {
            return;
        }
        RequiredTargets targets = new RequiredTargets();
        targets.collect(rows, "");
        for (Written required : requires.get().list()) {
            String wanted = plain(required.text());
            if (targets.written.stream().noneMatch(to -> covers(to, wanted))) {
                throw required.wrong("no row writes '" + required.text() + "'");
            }
        }
    }

    private static boolean covers(String to, String wanted) {
        return to.equals(wanted) || to.startsWith(wanted + '.') || to.startsWith(wanted + '-');
    }

    private void collect(Written rows, String above) {
        for (Written row : rows.list()) {
            Map<String, Written> members = row.members();
            String at = Optional.ofNullable(members.get("to"))
                    .map(to -> joined(above, plain(to.text())))
                    .orElse(above);
            Written inner = members.get("rows");
            if (inner == null) {
                written.add(at);
            } else {
                collect(inner, members.containsKey("segment") ? "" : at);
            }
        }
    }

    private static String joined(String above, String to) {
        return above.isEmpty() ? to : above + '.' + to;
    }

    /** Without indexes: which element it is does not matter here. */
    private static String plain(String path) {
        return path.replaceAll("\\[[^\\]]*]|\\(\\d+\\)", "");
    }
}
