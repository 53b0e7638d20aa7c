package nl.schakel.translate;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.TranslatedReferral;

/** The fields of the canonical form as the mappings fill and read them, by the run of every example. */
final class CanonicalFields {
    private static final Pattern ITEM = Pattern.compile("items\\[(\\d+)]\\.resource\\.(.+)");

    private final Translator translator = Translator.load(Samples.MAPPINGS);
    private final List<String> releases = MappingFolder.load(Samples.MAPPINGS).outbound().entrySet().stream()
            .filter(mapping -> mapping.getValue().reads().equals(Formats.RELEASE))
            .map(Map.Entry::getKey)
            .toList();
    private final Map<FieldName, Facts> fields = new TreeMap<>();

    /** By which formats a field comes and goes, in which categories it stands, and what kinds of value it has. */
    static final class Facts {
        final Set<String> categories = new TreeSet<>();
        final Set<String> in = new TreeSet<>();
        final Set<String> out = new TreeSet<>();
        final Set<String> kinds = new TreeSet<>();
    }

    /** Takes one leaf of a tree. */
    @FunctionalInterface
    interface Sink {
        void leaf(String path, Json value);
    }

    private CanonicalFields() {}

    static Map<FieldName, Facts> all() {
        CanonicalFields all = new CanonicalFields();
        for (ExampleFolder example : ExampleFolder.all()) {
            all.translator.toCanonical(example.message()).map(translated -> all.read(example, translated));
        }
        return all.fields;
    }

    private TranslatedReferral read(ExampleFolder example, TranslatedReferral translated) {
        for (InformationItem item : translated.referral().items()) {
            leaves(item.resource(), "", (path, value) -> {
                Facts facts = fields.computeIfAbsent(FieldName.of(item, path), name -> new Facts());
                facts.categories.add(item.category().code());
                facts.in.add(example.family());
                facts.kinds.add(kind(value));
            });
        }
        releases.forEach(mapping -> written(translated, mapping));
        return translated;
    }

    private void written(TranslatedReferral translated, String mapping) {
        boolean toMunicipality = mapping.matches(".*/wmo3(05|07|15|17)-out");
        var referral = FhirMappings.addressed(
                translated,
                EnumSet.allOf(Category.class),
                toMunicipality ? "gemeente-demo" : "opvang-demo",
                Role.MO,
                Need.SHELTER,
                mapping);
        translator.explain(referral, FhirMappings.CONTEXT).map(explained -> {
            explained.account().entries().forEach(entry -> carried(entry, translated, mapping));
            return explained;
        });
    }

    private void carried(Account.Entry entry, TranslatedReferral translated, String mapping) {
        Matcher place = ITEM.matcher(entry.path());
        if (entry.loss() == Account.Loss.MAPPED && place.matches()) {
            InformationItem item = translated.referral().items().get(Integer.parseInt(place.group(1)));
            fields.get(FieldName.of(item, place.group(2))).out.add(mapping.substring(0, mapping.lastIndexOf('/')));
        }
    }

    private static void leaves(Json value, String at, Sink sink) {
        if (value instanceof Json.Obj object) {
            object.members().forEach((name, member) -> leaves(member, at.isEmpty() ? name : at + '.' + name, sink));
        } else if (value instanceof Json.Arr array) {
            for (int i = 0; i < array.elements().size(); i++) {
                leaves(array.elements().get(i), at + '[' + i + ']', sink);
            }
        } else {
            sink.leaf(at, value);
        }
    }

    private static String kind(Json value) {
        if (value instanceof Json.Num) {
            return "number";
        }
        return value instanceof Json.Bool ? "boolean" : "string";
    }
}
