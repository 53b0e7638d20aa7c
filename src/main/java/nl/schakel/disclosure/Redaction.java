package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.schakel.referral.Json;

/** Cuts members out of a tree wherever they stand. */
final class Redaction {
    /** Free text cannot be weighed by category, so none of it is passed on. */
    static final Redaction FREE_TEXT = new Redaction(
            Set.of("note", "comment", "patientInstruction", "description", "div", "contentAttachment", "data"));

    /** Everything that leads to a place, in any resource; {@code contact via the desk}. */
    static final Redaction WHEREABOUTS = new Redaction(Set.of(
            "address",
            "valueAddress",
            "postalCode",
            "city",
            "district",
            "line",
            "location",
            "position",
            "birthPlace",
            "managingOrganization",
            "serviceProvider"));

    private final Set<String> names;

    private Redaction(Set<String> names) {
        this.names = names;
    }

    Json.Obj of(Json.Obj tree) {
        Map<String, Json> left = new LinkedHashMap<>();
        tree.members().forEach((name, value) -> {
            if (!names.contains(name)) {
                left.put(name, cut(value));
            }
        });
        return new Json.Obj(left);
    }

    private Json cut(Json value) {
        if (value instanceof Json.Obj object) {
            return of(object);
        }
        if (value instanceof Json.Arr array) {
            List<Json> left = new ArrayList<>();
            array.elements().forEach(e -> left.add(cut(e)));
            return new Json.Arr(left);
        }
        return value;
    }
}
