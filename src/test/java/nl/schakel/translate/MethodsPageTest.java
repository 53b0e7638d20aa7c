package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/methods.md}: where the canonical form has the codes of each method of support, which mapping carries
 * them in and out, and why another does not. What is carried is what the mappings did with the examples and with what they wrote
 * of them; what belongs to which method the code tables say; why a format has no place its own folder says.
 */
class MethodsPageTest {
    private final MappingFolder folder = MappingFolder.load(Samples.MAPPINGS);
    private final Map<String, OutboundMapping> outbound = new TreeMap<>(folder.outbound());
    private final MethodLists lists = MethodLists.ofTheCodeTables();
    private final Map<String, Map<String, Carried>> methods = new LinkedHashMap<>();

    /** Where a list stands in the canonical form, and the mappings that carry its codes. */
    private record Carried(TreeSet<String> places, TreeSet<String> in, TreeSet<String> out) {
        Carried() {
            this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        }

        boolean by(String mapping) {
            return in.contains(mapping) || out.contains(mapping);
        }
    }

    MethodsPageTest() {
        lists.methods().forEach(method -> methods.put(method, new TreeMap<>()));
        for (ExampleFolder example : ExampleFolder.all()) {
            FhirMappings.TRANSLATOR.toCanonical(example.message()).map(translated -> {
                if (read(translated)) {
                    outbound.keySet().forEach(mapping -> written(translated, mapping));
                }
                return translated;
            });
        }
    }

    private static List<InformationItem> kept(TranslatedReferral translated) {
        return translated.referral().items().stream()
                .filter(item -> item.category() != Category.SECRET_ADDRESS)
                .toList();
    }

    private boolean read(TranslatedReferral translated) {
        boolean any = false;
        for (InformationItem item : kept(translated)) {
            for (MethodLists.Found found : lists.in(item.resource())) {
                Carried list = carried(found);
                list.places()
                        .add("`" + item.resourceType() + "." + found.place() + "` ("
                                + item.category().code() + ")");
                list.in().add(translated.mapping().replaceAll("@[0-9a-f]+", ""));
                any = true;
            }
        }
        return any;
    }

    private Carried carried(MethodLists.Found found) {
        return methods.get(found.method()).computeIfAbsent(found.list(), list -> new Carried());
    }

    private void written(TranslatedReferral translated, String mapping) {
        if (!outbound.get(mapping).reads().equals(Formats.RELEASE)) {
            return;
        }
        FhirMappings.TRANSLATOR
                .explain(DeskMappings.released(translated, mapping, Category.SECRET_ADDRESS), FhirMappings.CONTEXT)
                .map(explained -> {
                    List<InformationItem> items = kept(translated);
                    for (int i = 0; i < items.size(); i++) {
                        went(items.get(i), "items[" + i + "].resource.", explained.account(), mapping);
                    }
                    back(mapping, explained.result());
                    return explained;
                });
    }

    /** What we wrote and can read ourselves is an example as well. */
    private void back(String mapping, OutboundDocument document) {
        String family = mapping.substring(0, mapping.lastIndexOf('/'));
        boolean readable = folder.inbound().keySet().stream().anyMatch(id -> id.startsWith(family + "/"));
        if (readable) {
            FhirMappings.TRANSLATOR
                    .toCanonical(ExampleFolder.message(family, document.mediaType(), document.bytes()))
                    .map(this::read);
        }
    }

    /**
     * A code went when it was written, or when it chose a place in which another value of its piece was written. The name of a
     * method only says whose the content is: there any value counts, but for how it stands.
     */
    private void went(InformationItem item, String at, Account account, String mapping) {
        List<String> content = account.entries().stream()
                .filter(entry -> !entry.targets().isEmpty())
                .map(Account.Entry::path)
                .filter(path -> path.startsWith(at))
                .filter(path -> !path.matches(".*\\.(status|intent|lifecycleStatus|system)"))
                .toList();
        for (MethodLists.Found found : lists.in(item.resource())) {
            boolean read = account.entries().stream()
                    .anyMatch(entry -> entry.path().equals(at + found.path()) && entry.loss() == Account.Loss.MAPPED);
            boolean chose = read && !content.isEmpty();
            if (chose || content.contains(at + found.path()) || (found.isMethod() && !content.isEmpty())) {
                carried(found).out().add(mapping);
            }
        }
    }

    @Test
    void thePageIsWhatTheMappingsDo() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Methods of support, and which format carries them

                Names of methods, phases and domains are facts; texts of a method (criteria, forms) are never carried. A code list `<list>` of
                ours has the code system `https://schakel.nl/fhir/CodeSystem/<list>`, or the extension
                `https://schakel.nl/fhir/StructureDefinition/<list>`; what may stand in it, and of which method it is (`# method:`), is in
                `mappings/codes`. This page is what the mappings do with their examples and with what they wrote of them: a mapping carries a
                list in when a code of it came out of a message, and out when it went into one (of a method without a list: a value of its
                content), for somebody who may know everything but a protected address. Whoever does not carry one has a reason, in
                `mappings/<system>/<version>/no-place.csv`. A test compares all of it.

                *In het Nederlands: welke methode in welk formaat meegaat, waar die in de canonieke vorm staat, en waarom een formaat iets
                niet meeneemt.*
                """);
        List<NoPlace> reasons = NoPlace.all();
        methods.forEach((method, carried) -> {
            page.append("\n## ").append(lists.name(method)).append("\n\n");
            page.append("| code list | canonical form (category) | in | out |\n|---|---|---|---|\n");
            carried.forEach((list, by) -> page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(list, String.join(", ", by.places()), names(by.in()), names(by.out()))));
            page.append("\n| not carried by | what | why there is no place |\n|---|---|---|\n");
            reasons.forEach(reason -> page.append(without(reason, reasons, carried)));
        });
        Page.isStill("methods.md", page.toString());
    }

    /** Which mappings carry what not, for this reason: those with the same lists in one row. */
    private String without(NoPlace reason, List<NoPlace> reasons, Map<String, Carried> carried) {
        Map<String, List<String>> mappings = new TreeMap<>();
        all().filter(mapping -> mapping.startsWith(reason.family())).forEach(mapping -> {
            List<String> left = carried.keySet().stream()
                    .filter(list -> !carried.get(list).by(mapping))
                    .filter(list -> NoPlace.first(reasons, mapping, list).equals(Optional.of(reason)))
                    .toList();
            if (!left.isEmpty()) {
                String what = left.size() == carried.size() ? "all of it" : names(left);
                mappings.computeIfAbsent(what, w -> new ArrayList<>()).add(mapping);
            }
        });
        return mappings.entrySet().stream()
                .map(row -> "| " + names(row.getValue()) + " | " + row.getKey() + " | " + reason.why() + " |\n")
                .collect(Collectors.joining());
    }

    @Test
    void whateverAMappingDoesNotCarryHasItsReason() {
        List<NoPlace> reasons = NoPlace.all();
        TreeSet<String> without = new TreeSet<>();
        List<NoPlace> used = new ArrayList<>();
        methods.values()
                .forEach(carried -> carried.forEach((list, by) -> all().filter(mapping -> !by.by(mapping))
                        .forEach(mapping -> NoPlace.first(reasons, mapping, list)
                                .ifPresentOrElse(used::add, () -> without.add(mapping + " " + list)))));
        assertThat(without).as("carried, or a row of no-place.csv").isEmpty();
        assertThat(used).as("no reason for nothing").containsAll(reasons);
    }

    /** Every code table that names its method is carried by somebody, in and out. */
    @Test
    void everyListGoesInAndOut() {
        assertThat(lists.ofTables()).hasSizeGreaterThan(8);
        lists.ofTables()
                .forEach((list, method) -> assertThat(methods.get(method))
                        .as(list)
                        .hasEntrySatisfying(list, by -> {
                            assertThat(by.in()).isNotEmpty();
                            assertThat(by.out()).contains("fhir/r4/message-bundle", "hl7v2-nl/2.5/ref-i12-out");
                        }));
    }

    /** Mappings that read a message about a client, or write what may be known of one. */
    private Stream<String> all() {
        return Stream.concat(
                folder.inbound().keySet().stream(),
                outbound.keySet().stream()
                        .filter(mapping -> outbound.get(mapping).reads().equals(Formats.RELEASE)));
    }

    private static String names(Collection<String> names) {
        return names.isEmpty()
                ? "-"
                : names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
