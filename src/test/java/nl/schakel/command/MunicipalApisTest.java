package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What we write to case systems and ask of the BRP, beside the OpenAPI files of VNG Realisatie and RvIG. They are not ours
 * and no part of this repository; they are read from {@code -Dschakel.reference}, and without them the tests are skipped.
 */
class MunicipalApisTest {
    private static final Path REFERENCE = Path.of(System.getProperty("schakel.reference", "../shared/reference"));
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What a role is when its kind is a person. */
    private static final String PERSON = "#/components/schemas/natuurlijk_persoon_Rol";

    private static final String URL = "https://zaken.example/api/v1/zaken/1";
    /** Delivered without being asked for; whoever asks gets 400 (description of {@code fields}). */
    private static final Set<String> AUTOMATIC =
            Set.of("inOnderzoek", "geheimhoudingPersoonsgegevens", "opschortingBijhouding", "rni", "verificatie");

    @ParameterizedTest
    @CsvSource({
        "zaak, zaken-openapi.yaml, /zaken, ''",
        // The doors fill in which case it is, and the content of a document.
        "rol, zaken-openapi.yaml, /rollen, zaak",
        "status, zaken-openapi.yaml, /statussen, zaak",
        "document, documenten-openapi.yaml, /enkelvoudiginformatieobjecten, ''"
    })
    void whatGoesToACaseSystemIsWhatItsInterfaceTakes(String mapping, String file, String path, String filled)
            throws IOException {
        JsonNode api = api("zgw/" + file);
        String schema = mapping.equals("rol") ? PERSON : reference(api, path);
        int checked = 0;
        for (Path output : outputs("zgw/1.5", mapping)) {
            // The address of a case is what its sender gave; the hostile one is no address and is checked as text only.
            if (output.toString().contains("hostile-reference")) {
                continue;
            }
            JsonNode written = JSON.readTree(output.toFile());
            // A status stands beside the case that it is of, which the channel looks for.
            ObjectNode body = (ObjectNode) (mapping.equals("status") ? written.path("status") : written);
            if (!filled.isEmpty()) {
                body.put(filled, URL);
            }
            assertThat(findings(api, schema, body)).as(output.toString()).isEmpty();
            checked++;
        }
        assertThat(checked).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatIsAskedOfTheBrpIsWhatItAnswers() throws IOException {
        JsonNode api = api("brp-haalcentraal/brp-bevragen-openapi.json");
        for (Path output : outputs("brp/2.7", "vraag")) {
            JsonNode question = JSON.readTree(output.toFile());

            assertThat(findings(api, "#/components/schemas/RaadpleegMetBurgerservicenummer", question))
                    .isEmpty();
            for (JsonNode field : question.path("fields")) {
                List<String> names = List.of(field.asText().split("\\."));
                assertThat(names.get(0)).isNotIn(AUTOMATIC);
                assertThat(answers(api, api.at("/components/schemas/Persoon"), names))
                        .as(field.asText())
                        .isTrue();
            }
        }
    }

    @Test
    void aWrongBodyIsSeen() throws IOException {
        JsonNode api = api("zgw/zaken-openapi.yaml");
        String schema = reference(api, "/statussen");

        assertThat(findings(api, schema, JSON.createObjectNode().put("zaak", URL)))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(findings(
                        api,
                        schema,
                        JSON.createObjectNode()
                                .put("zaak", URL)
                                .put("statustype", "no address")
                                .put("datumStatusGezet", "yesterday")
                                .put("reden", "x")))
                .hasSize(3);
    }

    private static JsonNode api(String file) throws IOException {
        Path path = REFERENCE.resolve(file);
        assumeTrue(Files.exists(path), "No OpenAPI file at " + path + " (see -Dschakel.reference)");
        JsonNode api = path.toString().endsWith(".json")
                ? JSON.readTree(path.toFile())
                : JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(path)));
        request(api);
        return api;
    }

    private static String reference(JsonNode api, String path) {
        return api.at("/paths/" + path.replace("/", "~1") + "/post/requestBody/content/application~1json/schema/$ref")
                .asText();
    }

    /** OpenAPI 3.0 in JSON Schema: what only the server writes is not required of us, and nullable is a type. */
    private static void request(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            if (schema.path("required") instanceof ArrayNode required) {
                ArrayNode asked = JSON.createArrayNode();
                required.forEach(name -> {
                    if (!schema.path("properties")
                            .path(name.asText())
                            .path("readOnly")
                            .asBoolean()) {
                        asked.add(name);
                    }
                });
                schema.set("required", asked);
            }
        }
        node.forEach(MunicipalApisTest::request);
    }

    private static List<String> findings(JsonNode api, String reference, JsonNode body) {
        ObjectNode schema = api.deepCopy();
        schema.put("$ref", reference);
        JsonSchema compiled = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
                .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance()))
                .build()
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
        List<String> findings = new ArrayList<>(compiled.validate(body).stream()
                .map(ValidationMessage::getMessage)
                .toList());
        JsonNode known = api.at(reference.substring(1));
        body.fieldNames().forEachRemaining(name -> {
            if (!answers(api, known, List.of(name))) {
                findings.add("no member " + name);
            }
        });
        return findings;
    }

    /** Whether the schema, one that it is made of, or one that refines it has this path. */
    private static boolean answers(JsonNode api, JsonNode schema, List<String> names) {
        return names.isEmpty() || answers(api, schema, names, new HashSet<>());
    }

    private static boolean answers(JsonNode api, JsonNode schema, List<String> names, Set<String> seen) {
        String reference = schema.path("$ref").asText("");
        if (!reference.isEmpty() && !seen.add(reference)) {
            return false;
        }
        JsonNode resolved = reference.isEmpty() ? schema : api.at(reference.substring(1));
        JsonNode own = resolved.path("properties").path(names.get(0));
        return (!own.isMissingNode() && answers(api, own, names.subList(1, names.size())))
                || parts(resolved).anyMatch(part -> answers(api, part, names, seen));
    }

    private static Stream<JsonNode> parts(JsonNode schema) {
        return Stream.concat(
                Stream.of("allOf", "oneOf", "anyOf")
                        .flatMap(kind -> schema.path(kind).valueStream()),
                schema.at("/discriminator/mapping")
                        .valueStream()
                        .map(refined -> JSON.createObjectNode().put("$ref", refined.asText())));
    }

    private static List<Path> outputs(String family, String mapping) throws IOException {
        return Example.below(Path.of("mappings").resolve(family)).stream()
                .flatMap(example -> ExpectedOutput.in(example.folder()).stream())
                .filter(output -> output.by().equals(mapping) && !output.isRefusal())
                .map(ExpectedOutput::file)
                .toList();
    }
}
