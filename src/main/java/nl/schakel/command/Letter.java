package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * A file to be sent, recognised by its content.
 *
 * @param bytes exactly as in the file: it is the gateway that judges them
 */
record Letter(Kind kind, byte[] bytes, String taskId) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How it is sent. */
    enum Kind {
        HL7,
        BUNDLE,
        TASK
    }

    /** Empty when no partner would send such a file. */
    static Optional<Letter> of(byte[] bytes) {
        if (bytes.length > 3 && bytes[0] == 'M' && bytes[1] == 'S' && bytes[2] == 'H') {
            return Optional.of(new Letter(Kind.HL7, bytes, ""));
        }
        JsonNode tree = tree(bytes);
        String id = tree.path("id").asText("");
        return switch (tree.path("resourceType").asText("")) {
            case "Bundle" -> Optional.of(new Letter(Kind.BUNDLE, bytes, ""));
            case "Task" ->
                id.matches("[A-Za-z0-9.-]{1,64}") ? Optional.of(new Letter(Kind.TASK, bytes, id)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Broken JSON that looks like a Bundle is sent as one, so that the gateway's answer to it can be seen. */
    private static JsonNode tree(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException broken) {
            return JSON.createObjectNode().put("resourceType", bytes.length > 0 && bytes[0] == '{' ? "Bundle" : "");
        }
    }
}
