package nl.schakel.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rows that name the partner's place and ours, {@code {theirs: geboortedatum, ours: birthDate, as: dayMonthYear}}, and are
 * written once for both directions. Here they become the one-way rows that the compiler knows, at load and at their own
 * place in the file: into our tree below {@code items}, out of it everywhere else.
 */
final class BothWays {
    static final String THEIRS = "theirs";
    static final String OURS = "ours";
    private static final String EACH = "[*]";

    private BothWays() {}

    /** An item as its rows read a message; {@code theirs} beside its name is the place it repeats over. */
    static Written item(Written item) {
        Map<String, Written> members = new LinkedHashMap<>(item.members());
        Optional<Written> theirs = Optional.ofNullable(members.remove(THEIRS));
        Optional<Written> ours = Optional.ofNullable(members.remove(OURS));
        if (theirs.isPresent() && (ours.isEmpty() || members.containsKey("each"))) {
            throw theirs.get().wrong("'theirs' beside an item needs 'ours' beside it, and no 'each'");
        }
        theirs.ifPresent(t -> members.put("each", t.with(without(t.text()))));
        Optional.ofNullable(members.get("rows")).ifPresent(rows -> members.put("rows", Elements.inward(rows)));
        return item.with(members);
    }

    /** Rows of an outbound mapping: of an item that is included, those that work both ways. */
    static Written outward(Written rows) {
        return rows.with(outward(rows, false));
    }

    private static List<Written> outward(Written rows, boolean repeated) {
        List<Written> all = new ArrayList<>();
        for (Written row : rows.list()) {
            if (row.has("item") || row.has("category")) {
                all.addAll(outwardItem(row, repeated));
            } else if (isBothWays(row)) {
                all.addAll(outward(row, ""));
            } else if (row.has("rows")) {
                Map<String, Written> members = new LinkedHashMap<>(row.members());
                Written inner = Written.required(row, members, "rows");
                members.put("rows", inner.with(outward(inner, repeated || row.has("each"))));
                all.add(row.with(members));
            } else {
                all.add(row);
            }
        }
        return all;
    }

    /** Without {@code ours} beside its name an item is for the way in alone. */
    private static List<Written> outwardItem(Written item, boolean repeated) {
        Map<String, Written> members = item.members();
        Optional<Written> ours = Optional.ofNullable(members.get(OURS));
        if (ours.isEmpty()) {
            return List.of();
        }
        Written rows = Written.required(item, members, "rows");
        String at = (repeated ? "/" : "") + ours.get().text();
        Optional<Written> theirs = Optional.ofNullable(members.get(THEIRS));
        if (theirs.isEmpty()) {
            return inItem(rows, at + '.');
        }
        return List.of(each(item, ours.get().with(at), theirs.get(), rows.with(inItem(rows, ""))));
    }

    private static Written each(Written group, Written ours, Written theirs, Written rows) {
        Map<String, Written> members = new LinkedHashMap<>();
        members.put("each", ours);
        members.put("to", theirs);
        members.put("rows", rows);
        return group.with(members);
    }

    /** Rows with {@code from} and {@code to} below an item are for the way in. */
    private static List<Written> inItem(Written rows, String prefix) {
        List<Written> all = new ArrayList<>();
        for (Written row : rows.list()) {
            if (isBothWays(row)) {
                all.addAll(outward(row, prefix));
            } else if (row.has("rows")) {
                noneBelow(Written.required(row, row.members(), "rows"));
            }
        }
        return all;
    }

    private static void noneBelow(Written rows) {
        for (Written row : rows.list()) {
            if (isBothWays(row)) {
                throw row.wrong("a row that works both ways stands in a group for the way in alone: say 'ours' and, "
                        + "where it repeats, 'theirs' there, in place of 'to' and 'each'");
            }
            if (row.has("rows")) {
                noneBelow(Written.required(row, row.members(), "rows"));
            }
        }
    }

    private static List<Written> outward(Written row, String prefix) {
        Map<String, Written> members = checked(row);
        Written ours = Written.required(row, members, OURS);
        String from = prefix + OurPath.of(ours).source();
        Optional<Written> inner = Optional.ofNullable(members.get("rows"));
        if (inner.isEmpty()) {
            return List.of(leaf(row, members, ours.with(from)));
        }
        Optional<Written> theirs = Optional.ofNullable(members.get(THEIRS));
        return theirs.isEmpty()
                ? inItem(inner.get(), from + '.')
                : List.of(each(row, ours.with(from), theirs.get(), inner.get().with(inItem(inner.get(), ""))));
    }

    private static Written leaf(Written row, Map<String, Written> members, Written from) {
        Map<String, Written> made = new LinkedHashMap<>();
        made.put("from", from);
        made.put("to", Written.required(row, members, THEIRS));
        Optional<Written> code = Optional.ofNullable(members.get("code"));
        List<Written> functions = wayBack(row, members);
        if (!functions.isEmpty()) {
            made.put("as", row.with(functions));
        }
        code.ifPresent(c -> made.put(
                "code",
                c.with(CodeTables.back(c.text())
                        .orElseThrow(() -> c.wrong("a column of a code table has no way back: write two rows")))));
        copy(members, made, "unknown", "required");
        return row.with(made);
    }

    static void copy(Map<String, Written> from, Map<String, Written> to, String... names) {
        for (String name : names) {
            Optional.ofNullable(from.get(name)).ifPresent(written -> to.put(name, written));
        }
    }

    static boolean isBothWays(Written row) {
        return !row.has("item") && !row.has("category") && (row.has(THEIRS) || row.has(OURS));
    }

    /** The members of such a row or group; what works one way only is refused. */
    static Map<String, Written> checked(Written row) {
        Map<String, Written> members = row.members();
        boolean group = members.containsKey("rows");
        Set<String> allowed = group ? Members.BOTH_WAYS_GROUP : Members.BOTH_WAYS_ROW;
        members.forEach((name, value) -> {
            if (!allowed.contains(name)) {
                throw value.wrong("'" + name + "' has no way back: a row that works both ways has "
                        + allowed.stream().sorted().toList() + ", or write two rows");
            }
        });
        if (!group) {
            Written.required(row, members, THEIRS);
            wayBack(row, members);
        }
        Written.required(row, members, OURS);
        return members;
    }

    /** The functions of the way out: named, or known; looked for also where only the way in is compiled. */
    private static List<Written> wayBack(Written row, Map<String, Written> members) {
        Optional<Written> as = Optional.ofNullable(members.get("as"));
        Optional<Written> back = Optional.ofNullable(members.get("back"));
        if (as.isPresent() && members.containsKey("code")) {
            throw row.wrong("'as' and 'code' together have no way back: write two rows");
        }
        back.map(Written::list).orElse(List.of()).forEach(ValueCompiler::known);
        return back.map(Written::list)
                .orElseGet(() -> as.map(a -> WayBack.of(a).stream().map(a::with).toList())
                        .orElse(List.of()));
    }

    /** Each place, as a source path. */
    static String without(String path) {
        return path.endsWith(EACH) ? path.substring(0, path.length() - EACH.length()) : path;
    }
}
