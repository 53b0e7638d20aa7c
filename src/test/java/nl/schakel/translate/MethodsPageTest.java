package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.evidence.TranslatedReferral;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/methods.md}: where the canonical form has the codes of each method of support, and which mapping
 * carries them in and out. All of it is what the mappings did with the examples.
 */
class MethodsPageTest {
    private static final String OURS = "https://schakel.nl/fhir/";
    private static final Pattern NAMED =
            Pattern.compile(OURS + "(?:CodeSystem|StructureDefinition|Questionnaire)/(.+)");

    /** Which code lists are of which method; what they are called, and who carries them, is found. */
    private static final Map<String, List<String>> LISTS = lists();

    private final Map<String, OutboundMapping> outbound =
            new TreeMap<>(MappingFolder.load(Samples.MAPPINGS).outbound());
    private final Map<String, Carried> carried = new LinkedHashMap<>();

    /** Where a list stands in the canonical form, and the mappings that carry its codes. */
    private record Carried(TreeSet<String> places, TreeSet<String> in, TreeSet<String> out) {
        Carried() {
            this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        }
    }

    /** A code of a list in a resource: its place below the resource, with and without the numbers of elements. */
    private record Found(String list, String path) {
        String place() {
            return path.replaceAll("\\[\\d+]", "");
        }
    }

    private static Map<String, List<String>> lists() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put(
                "cti", List.of("cti-phase", "cti-phase-since", "cti-transition", "cti-transfer-meeting", "cti-focus"));
        lists.put("zrm", List.of("zrm-2017", "zrm-2013"));
        lists.put("krachtwerk", List.of("krachtwerk-part", "krachtwerk-task", "last-evaluation", "method-finding"));
        lists.put("mobility-mentoring", List.of("bridge-pillar"));
        lists.put("competentiegericht", List.of("competentie-domain"));
        lists.put("multifocus", List.of());
        lists.put("netwerkcoach", List.of());
        lists.put("kwartiermaken", List.of());
        lists.put("wgs", List.of("wgs-process"));
        lists.put("detentie", List.of("basisvoorwaarden-detentie"));
        return lists;
    }

    MethodsPageTest() {
        LISTS.forEach((method, lists) -> {
            carried.put("method " + method, new Carried());
            lists.forEach(list -> carried.put(list, new Carried()));
        });
        for (ExampleFolder example : ExampleFolder.all()) {
            FhirMappings.TRANSLATOR.toCanonical(example.message()).map(translated -> {
                read(example, translated);
                return translated;
            });
        }
        carried.values().removeIf(list -> list.places().isEmpty());
    }

    private void read(ExampleFolder example, TranslatedReferral translated) {
        List<InformationItem> kept = translated.referral().items().stream()
                .filter(item -> item.category() != Category.SECRET_ADDRESS)
                .toList();
        Map<String, String> codes = new TreeMap<>();
        for (int i = 0; i < kept.size(); i++) {
            for (Found found : found(kept.get(i).resource())) {
                Carried list = carried.get(found.list());
                if (list != null) {
                    list.places().add(place(kept.get(i), found));
                    list.in().add(reader(example, translated));
                    codes.put("items[" + i + "].resource." + found.path(), found.list());
                }
            }
        }
        if (!codes.isEmpty()) {
            outbound.keySet().forEach(mapping -> written(translated, mapping, codes));
        }
    }

    private static String reader(ExampleFolder example, TranslatedReferral translated) {
        String form = example.input().getFileName().toString().endsWith(".csv") ? " (CSV)" : "";
        return translated.mapping().replaceAll("@[0-9a-f]+", "") + form;
    }

    private static String place(InformationItem item, Found found) {
        return item.resourceType() + "." + found.place() + "` ("
                + item.category().code() + ")";
    }

    private void written(TranslatedReferral translated, String mapping, Map<String, String> codes) {
        if (!outbound.get(mapping).reads().equals(Formats.RELEASE)) {
            return;
        }
        FhirMappings.TRANSLATOR
                .explain(DeskMappings.released(translated, mapping, Category.SECRET_ADDRESS), FhirMappings.CONTEXT)
                .map(explained -> {
                    explained.account().entries().stream()
                            .filter(entry -> !entry.targets().isEmpty())
                            .forEach(entry -> codes.forEach((at, list) -> {
                                if (carries(entry.path(), at, list)) {
                                    carried.get(list).out().add(mapping);
                                }
                            }));
                    return explained;
                });
    }

    /** The name of a method only says whose the content is: there any value of the piece counts, but for how it stands. */
    private static boolean carries(String path, String code, String list) {
        String piece = code.substring(0, code.indexOf("resource.") + "resource.".length());
        return list.startsWith("method")
                ? path.startsWith(piece) && !path.matches(".*\\.(status|intent|lifecycleStatus|system)")
                : path.equals(code);
    }

    /** Codings by their system, extensions by their address: {@code type[0].coding[0].code}. */
    private static List<Found> found(Json.Obj resource) {
        List<Found> found = new ArrayList<>();
        walk(resource, "", found);
        return found;
    }

    private static void walk(Json node, String at, List<Found> found) {
        if (node instanceof Json.Obj object) {
            String name = object.text("system").or(() -> object.text("url")).orElse("");
            Matcher named = NAMED.matcher(name);
            if (named.matches()) {
                String value = Stream.of("code", "valueCode", "valueDate")
                        .filter(member -> object.text(member).isPresent())
                        .findFirst()
                        .orElse("");
                String list = named.group(1).equals("method")
                        ? "method " + object.text("code").orElse("")
                        : named.group(1);
                if (!value.isEmpty()) {
                    found.add(new Found(list, at + value));
                }
            }
            object.members()
                    .forEach((member, value) ->
                            walk(value, at + member + (value instanceof Json.Obj ? "." : ""), found));
        } else if (node instanceof Json.Arr array) {
            IntStream.range(0, array.elements().size())
                    .forEach(i -> walk(array.elements().get(i), at + "[" + i + "].", found));
        }
    }

    @Test
    void thePageIsWhatTheMappingsDo() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Methods of support, and which format carries them

                Names of methods, phases and domains are facts; texts of a method (criteria, forms) are never carried. A code list `<list>` of
                ours has the code system `https://schakel.nl/fhir/CodeSystem/<list>`, or the extension
                `https://schakel.nl/fhir/StructureDefinition/<list>`; what may stand in it is in `mappings/codes`. This page is what the
                mappings do with their examples: a mapping carries a list in when a code of it came out of a message, and out when it went into
                one (of a method without a list: a value of its content), for somebody who may know everything but a protected address. A test compares it.

                *In het Nederlands: welke methode in welk formaat meegaat, en waar die in de canonieke vorm staat.*
                """);
        LISTS.forEach((method, lists) -> {
            page.append("\n## ").append(name(method)).append("\n\n");
            page.append("| code list | canonical form (category) | in | out |\n|---|---|---|---|\n");
            Stream.concat(Stream.of("method " + method), lists.stream())
                    .filter(carried::containsKey)
                    .forEach(list -> page.append(row(list, carried.get(list))));
        });
        page.append("""

                ## Formats without a place

                The CSV form has one cell for each of its columns and no column for a method. iWmo, DDAS, Allegro, ZGW, BRP and the answer to a
                prison have no element for one, but for what stands above. A volunteer (`netwerkcoach`) gets a way to reach somebody and the goals
                chosen for it: there is no row for a BSN, for debts or for care, whatever a policy says.
                """);
        Page.isStill("methods.md", page.toString());
    }

    /** What the letter, FHIR and the JSON form promise to carry, of every method. */
    @Test
    void everyMethodGoesInAndOutByTheFormatsThatHaveAPlace() {
        LISTS.keySet().stream()
                .filter(method -> !List.of("wgs", "detentie", "zrm").contains(method))
                .flatMap(method -> Stream.concat(Stream.of("method " + method), LISTS.get(method).stream()))
                .filter(carried::containsKey)
                .forEach(list -> assertThat(carried.get(list).out())
                        .as(list)
                        .contains("fhir/r4/message-bundle", "fhir/r4/document-bundle"));
        assertThat(carried.get("zrm-2017").out())
                .contains("hl7v2-nl/2.5/ref-i12-out", "toegang-intake/1.0/brief", "toegang-intake/1.0/formulier-json");
        assertThat(carried.get("cti-phase").out())
                .contains("toegang-intake/1.0/brief", "toegang-intake/1.0/formulier-json");
        assertThat(List.of("multifocus", "netwerkcoach", "kwartiermaken", "krachtwerk", "mobility-mentoring"))
                .allSatisfy(method -> assertThat(carried.get("method " + method).out())
                        .as(method)
                        .contains("toegang-intake/1.0/brief", "toegang-intake/1.0/formulier-json"));
        assertThat(carried.get("method netwerkcoach").out()).contains("toegang-intake/1.0/netwerkcoach");
        assertThat(carried.get("krachtwerk-task").out()).contains("toegang-intake/1.0/brief");
        assertThat(carried.get("bridge-pillar").out()).contains("toegang-intake/1.0/brief", "hl7v2-nl/2.5/ref-i12-out");
        assertThat(carried.get("competentie-domain").out())
                .contains("toegang-intake/1.0/brief", "hl7v2-nl/2.5/ref-i12-out");
    }

    private static String row(String list, Carried carried) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        list,
                        carried.places().stream().map(place -> "`" + place).collect(Collectors.joining(", ")),
                        names(carried.in()),
                        names(carried.out()));
    }

    private static String names(TreeSet<String> names) {
        return names.isEmpty()
                ? "-"
                : names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** Names of methods stand in their code table. */
    private static String name(String method) {
        return switch (method) {
            case "wgs" -> "Wgs process (debt relief)";
            case "detentie" -> "Five basic conditions (end of detention)";
            default -> dutch(method);
        };
    }

    private static String dutch(String method) {
        try (Stream<String> lines = Files.lines(Path.of("mappings/codes/method.csv"))) {
            return lines.filter(line -> line.startsWith(method + ","))
                    .map(line -> line.split(",")[2])
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
