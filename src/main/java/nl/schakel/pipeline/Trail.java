package nl.schakel.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;

/**
 * From the places of what was released back to the same values in the canonical form. Disclosure leaves items and
 * elements out, so the numbers in the paths move; it keeps their order, names and values.
 */
final class Trail {
    private final Map<String, String> canonical = new HashMap<>();

    private record Value(String path, Json value) {}

    private Trail() {}

    static Map<String, String> back(List<InformationItem> released, List<InformationItem> all) {
        Trail trail = new Trail();
        int next = 0;
        for (int i = 0; i < released.size(); i++) {
            while (next < all.size() && !isPartOf(released.get(i), all.get(next))) {
                next++;
            }
            if (next < all.size()) {
                trail.follow(values(released.get(i), i), values(all.get(next), next));
                next++;
            }
        }
        return Map.copyOf(trail.canonical);
    }

    private static boolean isPartOf(InformationItem released, InformationItem item) {
        return released.category() == item.category()
                && released.origin().equals(item.origin())
                && released.resourceType().equals(item.resourceType());
    }

    /** Each value is followed to the first one of its name that nobody was followed to yet. */
    private void follow(List<Value> left, List<Value> whole) {
        Set<String> taken = new HashSet<>();
        for (Value value : left) {
            whole.stream()
                    .filter(w -> name(w).equals(name(value)) && w.value().equals(value.value()))
                    .filter(w -> taken.add(w.path()))
                    .findFirst()
                    .ifPresent(w -> canonical.put(value.path(), w.path()));
        }
    }

    private static String name(Value value) {
        return value.path().replaceAll("\\[\\d+]", "");
    }

    private static List<Value> values(InformationItem item, int index) {
        List<Value> values = new ArrayList<>();
        collect(item.resource(), "items[" + index + "].resource", values);
        return values;
    }

    private static void collect(Json value, String at, List<Value> into) {
        if (value instanceof Json.Obj object) {
            object.members().forEach((name, member) -> collect(member, at + '.' + name, into));
        } else if (value instanceof Json.Arr array) {
            for (int i = 0; i < array.elements().size(); i++) {
                collect(array.elements().get(i), at + '[' + i + ']', into);
            }
        } else {
            into.add(new Value(at, value));
        }
    }
}
