package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;
import nl.schakel.translate.json.StrictJson;

/**
 * Reads a FHIR R4 ConceptMap as a code table with the columns {@code source}, {@code target}, {@code display} (of the
 * target) and {@code system} (of the target). What would give an unknown code a target in silence ({@code unmapped}), and
 * what makes a target depend on something else, is refused: that is a row's to say.
 */
final class ConceptMap {
    private static final List<String> COLUMNS = List.of(CodeTable.SOURCE, CodeTable.TARGET, "display", "system");
    private static final Set<String> DESCRIPTION = Set.of(
            "resourceType",
            "id",
            "meta",
            "implicitRules",
            "language",
            "text",
            "url",
            "identifier",
            "version",
            "name",
            "title",
            "status",
            "experimental",
            "date",
            "publisher",
            "contact",
            "description",
            "useContext",
            "jurisdiction",
            "purpose",
            "copyright",
            "sourceUri",
            "sourceCanonical",
            "targetUri",
            "targetCanonical",
            "group");
    private static final Set<String> GROUP = Set.of("source", "sourceVersion", "target", "targetVersion", "element");
    private static final Set<String> ELEMENT = Set.of("code", "display", "target");
    private static final Set<String> TARGET = Set.of("code", "display", "equivalence", "comment");

    private final String file;
    private final List<CodeTable.Row> rows = new ArrayList<>();

    private ConceptMap(String file) {
        this.file = file;
    }

    static CodeTable read(String file, byte[] bytes) {
        ConceptMap map = new ConceptMap(file);
        Json.Obj root = StrictJson.readObject(bytes).fold(json -> json, problem -> {
            throw new MappingInvalid(file, "no JSON: " + problem.sentence());
        });
        map.known(root, DESCRIPTION, "");
        if (!root.text("resourceType").equals(Optional.of("ConceptMap"))) {
            throw new MappingInvalid(file, "a FHIR R4 ConceptMap is expected here");
        }
        map.objects(root, "group", "").forEach(map::group);
        return new CodeTable(file, root.text("version").orElse(""), bytes, COLUMNS, map.rows);
    }

    /** A part of the file, and where it stands in it. */
    private record Part(Json.Obj json, String place) {}

    private void group(Part group) {
        if (group.json().get("unmapped").isPresent()) {
            throw new MappingInvalid(
                    file,
                    group.place() + ".unmapped would give a code that is not here a target in silence; say in the row"
                            + " what becomes of it (unknown: refuse, drop or keep)");
        }
        known(group.json(), GROUP, group.place());
        String system = group.json().text("target").orElse("");
        objects(group.json(), "element", group.place()).forEach(element -> element(element, system));
    }

    private void element(Part element, String system) {
        known(element.json(), ELEMENT, element.place());
        String code = required(element, "code");
        for (Part target : objects(element.json(), "target", element.place())) {
            known(target.json(), TARGET, target.place());
            Equivalence equivalence = equivalence(target);
            String to = equivalence.maps() ? required(target, "code") : "";
            String display = target.json().text("display").orElse("");
            rows.add(new CodeTable.Row(0, List.of(code, to, display, system), equivalence, false));
        }
    }

    private Equivalence equivalence(Part target) {
        return Equivalence.of(required(target, "equivalence"))
                .orElseThrow(() -> new MappingInvalid(
                        file, target.place() + ".equivalence is one of " + String.join(", ", Equivalence.codes())));
    }

    private String required(Part part, String name) {
        return part.json()
                .text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new MappingInvalid(file, part.place() + '.' + name + " is missing or no text"));
    }

    private List<Part> objects(Json.Obj json, String name, String place) {
        String at = place.isEmpty() ? name : place + '.' + name;
        List<Json> elements = json.list(name);
        if (elements.isEmpty()) {
            throw new MappingInvalid(file, at + " is missing or no list with something in it");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            String here = at + '[' + i + ']';
            parts.add(new Part(
                    elements.get(i).asObject().orElseThrow(() -> new MappingInvalid(file, here + " is no object")),
                    here));
        }
        return parts;
    }

    private void known(Json.Obj json, Set<String> names, String place) {
        for (String name : json.members().keySet()) {
            if (!names.contains(name)) {
                throw new MappingInvalid(
                        file,
                        (place.isEmpty() ? name : place + '.' + name) + " is not understood; known here are "
                                + names.stream().sorted().toList());
            }
        }
    }
}
