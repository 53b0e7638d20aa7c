package nl.schakel.translate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of the canonical form: each field, its place in FHIR, its category, and the formats that carry it. */
final class CanonicalPage {
    private final Map<FieldName, CanonicalFields.Facts> fields;
    private final List<InboundTargets.Target> targets;

    CanonicalPage(Map<FieldName, CanonicalFields.Facts> fields, List<InboundTargets.Target> targets) {
        this.fields = fields;
        this.targets = targets;
    }

    String text() {
        StringBuilder page = new StringBuilder("""
                # The canonical form

                What a message says, in one form for all formats: an envelope (who, to whom, for which purpose) and items. An item is a piece
                of a FHIR R4 resource, of exactly one category of data; law and consent speak about categories. The form as a schema:
                [canonical.schema.json](canonical.schema.json). `schakel map try` shows it for a message. This page is generated from the
                mappings and their examples, and compared in a test.

                A field is named by its resource; behind it, between round brackets, what the piece is about where that decides its category (the
                code of a finding, the method of a plan, `protected` under the label of a secret address); then its place. `in` names the
                formats that fill it, `out` those that read it. Everything of a piece that FHIR obliges in each piece (`resourceType`, and
                `status` and `class` of a stay) is of the category of the piece it stands in.

                *In het Nederlands: elk gegeven staat in precies een categorie; de wet en de toestemming gaan over categorieen. De tabel zegt
                waar een gegeven in FHIR staat, van welke categorie het is en welke formaten het kennen.*

                | field | place in FHIR R4 | category | in | out |
                |---|---|---|---|---|
                """);
        Map<String, String> titles = titles();
        fields.forEach((name, facts) -> {
            if (!CanonicalFormTest.inEachPiece(name)) {
                page.append("| %s | `%s` | %s | %s | %s |\n"
                        .formatted(
                                titles.getOrDefault(key(name, facts), "-"),
                                name,
                                String.join(", ", facts.categories),
                                String.join(", ", facts.in),
                                facts.out.isEmpty() ? "-" : String.join(", ", facts.out)));
            }
        });
        page.append("""

                ## Places that a mapping can fill and no example shows

                A finding of a code of ours is read from FHIR with whatever it holds, in the category of its code; other formats have room that
                our examples leave empty.

                | place in FHIR R4 | categories | in |
                |---|---|---|
                """);
        unseen().forEach((place, seen) -> page.append("| `%s` | %s | %s |\n"
                .formatted(place, String.join(", ", seen.categories), String.join(", ", seen.in))));
        return page.toString();
    }

    private static String key(FieldName name, CanonicalFields.Facts facts) {
        return name.resource() + ' ' + String.join(",", facts.categories) + ' ' + name.plain();
    }

    /** What the tables call it: the shortest name of an item that writes it. */
    private Map<String, String> titles() {
        Map<String, String> titles = new TreeMap<>();
        for (InboundTargets.Target target : targets) {
            titles.merge(
                    target.resource() + ' ' + target.category() + ' ' + target.path(),
                    target.item(),
                    (one, other) -> one.length() < other.length()
                                    || (one.length() == other.length() && one.compareTo(other) < 0)
                            ? one
                            : other);
        }
        return titles;
    }

    private Map<String, CanonicalFields.Facts> unseen() {
        Set<String> seen = fields.entrySet().stream()
                .map(e -> key(e.getKey(), e.getValue()))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, CanonicalFields.Facts> unseen = new TreeMap<>();
        for (InboundTargets.Target target : targets) {
            if (!target.tree()
                    && !target.path().equals("resourceType")
                    && !seen.contains(target.resource() + ' ' + target.category() + ' ' + target.path())) {
                CanonicalFields.Facts facts = unseen.computeIfAbsent(
                        target.resource() + '.' + target.path(), p -> new CanonicalFields.Facts());
                facts.categories.add(target.category());
                facts.in.add(target.family());
            }
        }
        return unseen;
    }
}
