package nl.schakel.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JSON Schema (2020-12) beside the files it checks; it fetches nothing. */
final class Schema {
    private final JsonSchema schema;

    private Schema(JsonSchema schema) {
        this.schema = schema;
    }

    static Schema read(Path file) {
        try {
            JsonNode tree = new ObjectMapper().readTree(Files.readAllBytes(file));
            JsonSchemaFactory factory = JsonSchemaFactory.builder(
                            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
                    .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance()))
                    .build();
            var config = SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .build();
            return new Schema(factory.getSchema(tree, config));
        } catch (IOException unreadable) {
            throw DirectoryInvalid.of(
                    file.getFileName().toString(),
                    "file",
                    unreadable.getClass().getSimpleName(),
                    "a readable JSON Schema");
        }
    }

    /** Everything in the file that the schema does not allow, in the order of the file. */
    List<DirectoryInvalid.Finding> findings(StrictYaml.Read read) {
        return schema.validate(read.root()).stream()
                .map(message -> finding(read, message))
                .distinct()
                .toList();
    }

    private static DirectoryInvalid.Finding finding(StrictYaml.Read read, ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String property = message.getProperty() == null ? "" : message.getProperty();
        return new DirectoryInvalid.Finding(
                read.name(), read.place(pointer), seen(message, property), expected(message, property));
    }

    private static String seen(ValidationMessage message, String property) {
        return switch (message.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> "'" + StrictYaml.shown(property) + "'";
            case "required" -> "no '" + property + "'";
            default -> node(message.getInstanceNode());
        };
    }

    private static String node(JsonNode node) {
        if (node == null) {
            return "something else";
        }
        return node.isContainerNode()
                ? (node.isArray() ? "a list of " : "a mapping of ") + node.size()
                : "'" + StrictYaml.shown(node.asText()) + "'";
    }

    private static String expected(ValidationMessage message, String property) {
        return switch (message.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> "only the members that the schema names";
            case "required" -> "'" + property + "'";
            case "enum" -> "one of " + message.getSchemaNode();
            case "pattern" -> "the form " + message.getSchemaNode().asText();
            default -> message.getError();
        };
    }
}
