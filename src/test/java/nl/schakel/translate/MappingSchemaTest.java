package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Label;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.translate.csv.CsvDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code mappings/mapping.schema.json}, by which editors complete and check, says exactly what the compiler knows. */
class MappingSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode TREE = tree();
    private static final JsonSchema SCHEMA = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
            .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance()))
            .build()
            .getSchema(TREE);

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Samples.MAPPINGS)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().contains("examples"))
                    .filter(file -> !file.startsWith(Samples.MAPPINGS.resolve("disclosure")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyMappingAndPartIsWellFormed(Path file) throws IOException {
        assertThat(SCHEMA.validate(yaml(Files.readString(file)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- {from: a, too: b}",
                "- {from: a, first: b, to: c}",
                "- {from: a, to: b, as: eval}",
                "- {from: a, to: b, as: [date, within]}",
                "- {from: a, to: b, code: ~table.column}",
                "- {theirs: a, ours: b, when: {c: d}}",
                "- {theirs: a, ours: b, to: c}",
                "- {item: x, category: gossip, resource: Patient, rows: []}",
                "- {item: x, category: identity, resource: Patient}",
                "- {refuse: NOTHING_OF_THE_KIND, at: a}",
                "- {rule: a, paths: [b]}",
                "{mapping: a/1/b, title: t, reads: release, writes: word, media: text/plain, rows: []}",
                "{mapping: a/1/b, title: t, reads: hl7v2, kinds: [X], event: PARTY, purpose: CARE,"
                        + " client: {one: a, identifier: b}, envelope: []}",
                "{mapping: a/1/b, title: t, reads: hl7v2, kinds: [X], event: NOTE, purpose: CARE,"
                        + " client: {one: a, identifier: b}, envelope: [{from: a, to: shoeSize}]}",
            })
    void tellsAnEditorWhatIsNoMapping(String text) throws IOException {
        assertThat(SCHEMA.validate(yaml(text))).isNotEmpty();
    }

    @Test
    void closesEveryObjectAtTheMembersOfTheCompiler() {
        Map<String, Set<String>> ours = new LinkedHashMap<>();
        ours.put("inbound", Members.INBOUND);
        ours.put("envelopeMapping", Members.ENVELOPE);
        ours.put("outbound", Members.OUTBOUND);
        ours.put("item", Members.ITEM);
        ours.put("row", Members.ROW);
        ours.put("envelopeRow", Members.ROW);
        ours.put("bothWaysRow", Members.BOTH_WAYS_ROW);
        ours.put("group", Members.GROUP);
        ours.put("bothWaysGroup", Members.BOTH_WAYS_GROUP);
        ours.put("refusal", Members.REFUSAL);
        ours.put("document", Members.DOCUMENT);
        ours.put("client", Members.CLIENT);
        ours.put("form", Members.FORM);
        ours.put("drop", Members.DROP);
        ours.put("safety", Members.SAFETY);
        ours.forEach((name, members) -> {
            JsonNode object = TREE.at("/$defs/" + name);
            assertThat(names(object.path("properties"))).as(name).isEqualTo(new TreeSet<>(members));
            assertThat(object.path("additionalProperties").asBoolean(true)).isFalse();
        });
    }

    @Test
    void listsTheWordsOfTheCompiler() {
        assertThat(words("item/properties/category")).isEqualTo(all(Category.values(), Category::code));
        assertThat(words("item/properties/labels/items")).isEqualTo(all(Label.values(), MappingSchemaTest::label));
        assertThat(words("refusal/properties/refuse")).isEqualTo(all(ProblemCode.values(), Enum::name));
        assertThat(words("inbound/properties/event")).isEqualTo(all(Envelope.Event.values(), Enum::name));
        assertThat(words("inbound/properties/purpose")).isEqualTo(all(Purpose.values(), Purpose::code));
        assertThat(words("inbound/properties/reads")).isEqualTo(new TreeSet<>(Formats.readers()));
        assertThat(words("envelopeMapping/properties/reads")).isEqualTo(new TreeSet<>(Formats.originals()));
        assertThat(words("outbound/properties/reads")).containsExactlyInAnyOrder(Formats.RELEASE, Formats.STATUS);
        assertThat(words("outbound/properties/original")).isEqualTo(new TreeSet<>(Formats.originals()));
        assertThat(words("outbound/properties/writes")).isEqualTo(new TreeSet<>(Formats.writers()));
        assertThat(words("envelopeRow/properties/to")).isEqualTo(new TreeSet<>(EnvelopeFacts.TARGETS));
        assertThat(words("form/properties/charset"))
                .allMatch(name -> CsvDialect.charset(name).isPresent());
    }

    @Test
    void describesEveryFunctionAndNoOther() {
        assertThat(functions().keySet()).isEqualTo(new TreeSet<>(Conversions.names()));
        TREE.at("/$defs/function/anyOf").forEach(function -> {
            assertThat(function.path("description").asText()).isNotBlank();
            String written =
                    function.path("const").asText(function.path("title").asText());
            assertThat(written.equals("tree") || Conversions.named(written).isPresent())
                    .as(written)
                    .isTrue();
        });
    }

    @Test
    void thePageOfFunctionsIsStillTrue() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Functions of a mapping

                What a row may name with `as`, and by what a row for both ways comes back. There are no others and no way to add one in a
                file. Generated from `mappings/mapping.schema.json` and the table of ways back; a test compares it.

                *In het Nederlands: de vaste lijst bewerkingen die een regel mag noemen, met de weg terug.*

                | function | what it does | way back |
                |---|---|---|
                """);
        functions()
                .forEach((name, function) -> page.append("| `")
                        .append(function.path("const")
                                .asText(function.path("title").asText()))
                        .append("` | ")
                        .append(function.path("description").asText())
                        .append(" | ")
                        .append(back(name))
                        .append(" |\n"));
        Page.isStill("mapping-functions.md", page.toString());
    }

    private static String back(String name) {
        return WayBack.of(name)
                .map(back -> back.isEmpty() ? "as it is" : '`' + String.join("`, `", back) + '`')
                .orElse("none");
    }

    private static Map<String, JsonNode> functions() {
        Map<String, JsonNode> functions = new TreeMap<>();
        TREE.at("/$defs/function/anyOf")
                .forEach(function -> functions.put(
                        function.path("const")
                                .asText(function.path("title").asText())
                                .split(" ", 2)[0],
                        function));
        return functions;
    }

    private static <E> Set<String> all(E[] constants, Function<E, String> word) {
        return Arrays.stream(constants).map(word).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String label(Label label) {
        return label.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static Set<String> words(String place) {
        Set<String> words = new TreeSet<>();
        TREE.at("/$defs/" + place + "/enum").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode yaml(String text) {
        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return JSON.valueToTree(read);
    }

    private static JsonNode tree() {
        try {
            return JSON.readTree(Files.readAllBytes(Samples.MAPPINGS.resolve("mapping.schema.json")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
