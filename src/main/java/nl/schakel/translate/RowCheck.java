package nl.schakel.translate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.schakel.translate.tree.TargetPath;

/** Refuses a row that says something that has no effect: whoever wrote it believes that it has. */
final class RowCheck {
    private static final Set<String> CHANGES = Set.of("as", "code", "unknown", "required", "with");

    private RowCheck() {}

    static void check(Map<String, Written> members, TargetPath to) {
        if (members.containsKey("value")) {
            none(members, CHANGES, "of a constant");
        }
        if (!members.containsKey("join")) {
            none(members, Set.of("with"), "without 'join'");
        }
        if (!members.containsKey("code")) {
            none(members, Set.of("unknown"), "without 'code'");
        }
        if (members.containsKey("join")) {
            none(members, Set.of("required"), "beside 'join'");
        }
        if (to.appends()) {
            none(members, Set.of("required"), "where the target takes several values");
            several(members);
        }
        Written as = members.get("as");
        if (as != null && as.texts().contains("tree")) {
            none(members, Set.of("code", "required"), "where everything below a place is copied");
        }
    }

    /** Of several paths into a target that takes several values only the first would ever be read. */
    private static void several(Map<String, Written> members) {
        Written first = members.get("first");
        List<Written> paths = first == null ? List.of() : first.list();
        if (paths.size() > 1) {
            throw paths.get(1)
                    .wrong("a target that takes several values takes those of one path, so this one is never read;"
                            + " write a row for each path");
        }
    }

    private static void none(Map<String, Written> members, Set<String> names, String where) {
        for (String name : names) {
            if (members.containsKey(name)) {
                throw members.get(name).wrong("'" + name + "' has no effect " + where);
            }
        }
    }
}
