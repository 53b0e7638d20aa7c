package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.schakel.referral.Json;

/** Cuts members out of a tree wherever they stand. */
final class Redaction {
    private final Set<String> names;

    Redaction(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    boolean cuts(String member) {
        return names.contains(member);
    }

    Json of(Json value) {
        if (value instanceof Json.Obj object) {
            return members(object);
        }
        if (value instanceof Json.Arr array) {
            List<Json> left = new ArrayList<>();
            array.elements().forEach(e -> left.add(of(e)));
            return new Json.Arr(left);
        }
        return value;
    }

    private Json.Obj members(Json.Obj tree) {
        Map<String, Json> left = new LinkedHashMap<>();
        tree.members().forEach((name, value) -> {
            if (!names.contains(name)) {
                left.put(name, of(value));
            }
        });
        return new Json.Obj(left);
    }
}
