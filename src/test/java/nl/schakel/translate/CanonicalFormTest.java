package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The canonical form has a schema and a table, both made of the mappings; each of its fields has one category. */
class CanonicalFormTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /** Kinds of resource in which a category depends on what the piece is about; the fields say on what. */
    private static final Set<String> BY_WHAT_IT_IS_ABOUT =
            Set.of("Patient", "Observation", "EpisodeOfCare", "CarePlan", "CareTeam", "DocumentReference");
    /** FHIR obliges these in every piece of a resource; they are of the category of the piece. */
    private static final Set<String> OBLIGED =
            Set.of("Encounter.status", "Encounter.class.system", "Encounter.class.code");

    private static Map<FieldName, CanonicalFields.Facts> fields;
    private static List<InboundTargets.Target> targets;

    @BeforeAll
    static void theMappings() {
        fields = CanonicalFields.all();
        targets = InboundTargets.all();
    }

    static boolean inEachPiece(FieldName name) {
        return isInEachPiece(name.resource(), name.plain());
    }

    private static boolean isInEachPiece(String resource, String path) {
        return path.equals("resourceType") || OBLIGED.contains(resource + '.' + path);
    }

    @Test
    void everyFieldHasExactlyOneCategory() {
        assertThat(fields).isNotEmpty();
        assertThat(fields.entrySet())
                .filteredOn(field -> !inEachPiece(field.getKey()))
                .filteredOn(field -> field.getValue().categories.size() != 1)
                .extracting(field -> field.getKey() + " " + field.getValue().categories + " " + field.getValue().in)
                .isEmpty();
    }

    /** Also what no example reaches; where the piece decides, {@link #everyFieldHasExactlyOneCategory} looks closer. */
    @Test
    void noTwoTablesPutOnePlaceIntoTwoCategories() {
        Map<String, Set<String>> categories = new TreeMap<>();
        for (InboundTargets.Target target : targets) {
            if (!BY_WHAT_IT_IS_ABOUT.contains(target.resource()) && !isInEachPiece(target.resource(), target.path())) {
                categories
                        .computeIfAbsent(target.resource() + '.' + target.path(), place -> new TreeSet<>())
                        .add(target.category());
            }
        }
        assertThat(categories).isNotEmpty();
        assertThat(categories.entrySet())
                .filteredOn(place -> place.getValue().size() != 1)
                .isEmpty();
    }

    @Test
    void theTableIsWhatTheMappingsDo() throws IOException {
        Page.isStill("canonical-form.md", new CanonicalPage(fields, targets).text());
    }

    @Test
    void theSchemaIsWhatTheMappingsWrite() throws IOException {
        Page.isStill("canonical.schema.json", JSON.writeValueAsString(CanonicalSchema.of(fields, targets)) + "\n");
    }

    @Test
    void everyCanonicalFormOfAnExampleFollowsTheSchema() throws IOException {
        JsonSchema schema = schema();
        int checked = 0;
        for (ExampleFolder example : ExampleFolder.all()) {
            Path canonical = example.input().resolveSibling("canonical.json");
            if (Files.exists(canonical)) {
                assertThat(schema.validate(JSON.readTree(canonical.toFile())))
                        .as(example.toString())
                        .isEmpty();
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(80);
    }

    @Test
    void whatNoMappingWritesDoesNotFollowTheSchema() throws IOException {
        Path canonical = Samples.HL7_EXAMPLES.resolve("01-ref-i12/canonical.json");
        String form = Files.readString(canonical);

        assertThat(schema().validate(JSON.readTree(form))).isEmpty();
        assertThat(schema().validate(JSON.readTree(form.replaceFirst("\"birthDate\"", "\"photo\""))))
                .isNotEmpty();
        assertThat(schema().validate(JSON.readTree(form.replaceFirst("\"identity\"", "\"everything\""))))
                .isNotEmpty();
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/reference/canonical.schema.json")));
    }
}
