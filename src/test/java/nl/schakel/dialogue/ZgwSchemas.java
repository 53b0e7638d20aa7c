package nl.schakel.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** The bodies of requests as the published OpenAPI files of ZGW have them, where this machine has those. */
public final class ZgwSchemas {
    private static final Path FOLDER = Path.of(System.getProperty("schakel.reference", "../shared/reference"), "zgw");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Map<String, String[]> SCHEMAS = Map.of(
            "zaken", new String[] {"zaken-openapi.yaml", "Zaak"},
            "statussen", new String[] {"zaken-openapi.yaml", "Status"},
            "rollen", new String[] {"zaken-openapi.yaml", "natuurlijk_persoon_Rol"},
            "zaakinformatieobjecten", new String[] {"zaken-openapi.yaml", "ZaakInformatieObject"},
            "enkelvoudiginformatieobjecten",
                    new String[] {"documenten-openapi.yaml", "EnkelvoudigInformatieObjectCreateLockRequest"});

    private static final Map<String, JsonSchema> COMPILED = new ConcurrentHashMap<>();

    private ZgwSchemas() {}

    public static boolean present() {
        return Files.isDirectory(FOLDER);
    }

    /** What is wrong with this body for making such a thing; nothing when the files are absent. */
    public static Optional<String> fault(String resource, byte[] body) throws IOException {
        if (!present()) {
            return Optional.empty();
        }
        return COMPILED
                .computeIfAbsent(resource, ZgwSchemas::compiled)
                .validate(new ObjectMapper().readTree(body))
                .stream()
                .map(ValidationMessage::getMessage)
                .findFirst();
    }

    private static JsonSchema compiled(String resource) {
        String[] named = SCHEMAS.get(resource);
        try {
            JsonNode file = YAML.readTree(FOLDER.resolve(named[0]).toFile());
            ObjectNode schema = YAML.createObjectNode().put("$ref", "#/components/schemas/" + named[1]);
            schema.set("components", forRequests(file.get("components")));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the server alone fills in is not required of a request, and what may be null is of two types. */
    private static JsonNode forRequests(JsonNode node) {
        if (node instanceof ObjectNode object) {
            JsonNode properties = object.path("properties");
            if (object.get("required") instanceof ArrayNode required) {
                List<JsonNode> ours = StreamSupport.stream(required.spliterator(), false)
                        .filter(name -> properties.has(name.asText()))
                        .filter(name ->
                                !properties.path(name.asText()).path("readOnly").asBoolean())
                        .toList();
                required.removeAll();
                required.addAll(ours);
            }
            if (object.path("nullable").asBoolean() && object.path("type").isTextual()) {
                String type = object.get("type").asText();
                object.putArray("type").add(type).add("null");
            }
            object.remove(List.of("discriminator", "nullable"));
        }
        new ArrayList<>(StreamSupport.stream(node.spliterator(), false).toList()).forEach(ZgwSchemas::forRequests);
        return node;
    }
}
