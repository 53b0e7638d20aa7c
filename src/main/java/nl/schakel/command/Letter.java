package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file to be sent, recognised by its content.
 *
 * @param bytes exactly as in the file: it is the gateway that judges them
 */
record Letter(Kind kind, byte[] bytes, String taskId) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The first start tag; before it stand a declaration, comments and perhaps a document type. */
    private static final Pattern ROOT = Pattern.compile("<(?:[A-Za-z_][\\w.-]*:)?([A-Za-z_][\\w.-]*)[\\s/>]");

    /** How it is sent. */
    enum Kind {
        HL7,
        /** A FHIR message Bundle, to {@code $process-message}. */
        MESSAGE,
        /** A FHIR transaction or document, to the base address. */
        BUNDLE,
        /** A status on a Task that the gateway gave. */
        TASK,
        /** A Task of the sender's own with its request inside. */
        REQUEST,
        CONSENT,
        SOAP,
        STUF,
        IWMO,
        DDAS,
        NOTIFICATION
    }

    /** Empty when no partner would send such a file. */
    static Optional<Letter> of(byte[] bytes) {
        if (bytes.length > 3 && bytes[0] == 'M' && bytes[1] == 'S' && bytes[2] == 'H') {
            return Optional.of(new Letter(Kind.HL7, bytes, ""));
        }
        return bytes.length > 0 && (bytes[0] == '<' || bytes[0] == (byte) 0xEF) ? xml(bytes) : json(bytes);
    }

    /** By the name of the root element alone: it is the gateway that judges the rest. */
    private static Optional<Letter> xml(byte[] bytes) {
        Matcher root = ROOT.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!root.find()) {
            return Optional.empty();
        }
        return switch (root.group(1)) {
            case "Envelope" -> Optional.of(new Letter(Kind.SOAP, bytes, ""));
            case "envelopHeenbericht-ggk_Di01", "envelopRetourbericht-ggk_Du01", "Fo01Bericht" ->
                Optional.of(new Letter(Kind.STUF, bytes, ""));
            case "Bericht" -> Optional.of(new Letter(Kind.IWMO, bytes, ""));
            default -> Optional.empty();
        };
    }

    private static Optional<Letter> json(byte[] bytes) {
        JsonNode tree = tree(bytes);
        String id = tree.path("id").asText("");
        if (tree.has("leveringen")) {
            return Optional.of(new Letter(Kind.DDAS, bytes, ""));
        }
        if (tree.has("kanaal")) {
            return Optional.of(new Letter(Kind.NOTIFICATION, bytes, ""));
        }
        return switch (tree.path("resourceType").asText("")) {
            case "Bundle" -> Optional.of(new Letter(bundle(tree), bytes, ""));
            case "Consent" -> Optional.of(new Letter(Kind.CONSENT, bytes, ""));
            case "Task" ->
                Optional.of(task(tree, id, bytes))
                        .filter(letter -> letter.kind() == Kind.REQUEST || id.matches("[A-Za-z0-9.-]{1,64}"));
            default -> Optional.empty();
        };
    }

    private static Letter task(JsonNode tree, String id, byte[] bytes) {
        return new Letter(tree.path("contained").isEmpty() ? Kind.TASK : Kind.REQUEST, bytes, id);
    }

    private static Kind bundle(JsonNode tree) {
        String type = tree.path("type").asText("");
        return type.equals("transaction") || type.equals("document") ? Kind.BUNDLE : Kind.MESSAGE;
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
