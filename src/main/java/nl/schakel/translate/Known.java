package nl.schakel.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.TargetPath;

/**
 * What the elements that a group makes always have, by its constants: the system of an extension, {@code use: work} of the
 * second telephone. By it they are told from what other groups beside it make at the same place.
 *
 * @param own of this group
 * @param others of the groups beside it
 */
record Known(Map<String, Json> own, List<Map<String, Json>> others) {
    static final Known ALL = new Known(Map.of(), List.of());

    List<Deletion.Member> members(TargetPath to) {
        List<Deletion.Member> members = new ArrayList<>();
        List<TargetPath.Member> steps = to.members();
        for (int i = 0; i < steps.size(); i++) {
            TargetPath.Member step = steps.get(i);
            boolean last = i == steps.size() - 1;
            members.add(
                    new Deletion.Member(step.name(), step.repeats(), last ? own : Map.of(), last ? others : List.of()));
        }
        return members;
    }

    /** Of a group among the rows beside it. */
    static Known of(Written group, Written rows) {
        String to = to(group);
        if (to.isEmpty()) {
            return ALL;
        }
        Map<String, Json> own = constants(group);
        return new Known(
                own,
                rows.list().stream()
                        .filter(other -> other.has("rows") && to(other).equals(to))
                        .map(Known::constants)
                        .filter(constants -> !constants.isEmpty() && !constants.equals(own))
                        .distinct()
                        .toList());
    }

    private static String to(Written group) {
        Written to = group.members().get("to");
        return to == null ? "" : to.text();
    }

    /** Constants of the element itself that no condition and no other row changes. */
    private static Map<String, Json> constants(Written group) {
        List<Written> rows = Written.required(group, group.members(), "rows").list();
        Set<String> sourced = rows.stream()
                .filter(row -> row.has("to") && !row.has("value"))
                .map(Known::to)
                .collect(Collectors.toSet());
        Map<String, Json> constants = new LinkedHashMap<>();
        for (Written row : rows) {
            boolean always = row.has("value") && !row.has("when") && !row.has("unless");
            String to = to(row);
            if (always && !sourced.contains(to) && to.matches("\\w+")) {
                constants.putIfAbsent(to, RowCompiler.constant(Written.required(row, row.members(), "value")));
            }
        }
        return constants;
    }
}
