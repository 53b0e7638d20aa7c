package nl.schakel.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * Reads the part of YAML that is plain data, one document of mappings, lists and scalars, and remembers the line of
 * every value. Anchors, aliases and tags are refused: data files need none, and bombs and foreign classes need them.
 *
 * <p>Only {@code true}, {@code false} and decimal whole numbers without a leading zero are more than text, so that a
 * gemeentecode {@code 0772} or a country {@code no} stays what was written.
 */
final class StrictYaml {
    /** A partner file is 2 kB; twenty times that is still read in a blink. */
    private static final int BYTES = 64 * 1024;
    /** Partner files nest 4 deep. */
    private static final int DEPTH = 10;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]{0,8})");

    private final String file;
    private final Iterator<Event> events;
    private final Map<String, Integer> lines = new HashMap<>();

    /**
     * A file as read.
     *
     * @param name path below the routes folder, for messages
     * @param lines line number (from 1) per JSON pointer
     */
    record Read(String name, JsonNode root, Map<String, Integer> lines) {
        /** {@code line 12, /channels/0/template}; the nearest known line for what is absent. */
        String place(String pointer) {
            String at = pointer;
            while (!lines.containsKey(at) && !at.isEmpty()) {
                at = at.substring(0, at.lastIndexOf('/'));
            }
            return "line " + lines.getOrDefault(at, 1) + ", " + (pointer.isEmpty() ? "/" : pointer);
        }

        DirectoryInvalid invalid(String pointer, String seen, String expected) {
            return DirectoryInvalid.of(name, place(pointer), seen, expected);
        }
    }

    private StrictYaml(String file, Iterator<Event> events) {
        this.file = file;
        this.events = events;
    }

    static Read read(Path path, String name) {
        return parse(bytes(path, name), name);
    }

    static Read parse(byte[] bytes, String name) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(BYTES);
        var reader = new StrictYaml(
                name,
                new Yaml(options).parse(new StringReader(text(bytes, name))).iterator());
        try {
            JsonNode root = reader.document();
            return new Read(name, root, Map.copyOf(reader.lines));
        } catch (MarkedYAMLException broken) {
            throw reader.invalid(broken.getProblemMark().getLine(), "broken YAML", "one YAML document of plain data");
        } catch (YAMLException broken) {
            throw reader.invalid(0, "a character that YAML does not allow", "plain text in UTF-8");
        }
    }

    private static byte[] bytes(Path path, String name) {
        try (var in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(BYTES + 1);
            if (bytes.length > BYTES) {
                throw DirectoryInvalid.of(name, "file", "more than " + BYTES + " bytes", "at most " + BYTES);
            }
            return bytes;
        } catch (IOException unreadable) {
            throw DirectoryInvalid.of(name, "file", unreadable.getClass().getSimpleName(), "a readable file");
        }
    }

    private static String text(byte[] bytes, String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw DirectoryInvalid.of(name, "file", "bytes that are no UTF-8", "UTF-8");
        }
    }

    private JsonNode document() {
        events.next(); // stream start
        Event first = events.next();
        if (!first.is(Event.ID.DocumentStart)) {
            throw invalid(0, "an empty file", "one YAML document");
        }
        JsonNode root = node(events.next(), "");
        events.next(); // document end
        Event next = events.next();
        if (!next.is(Event.ID.StreamEnd)) {
            throw invalid(next.getStartMark().getLine(), "a second document", "one YAML document");
        }
        return root;
    }

    private JsonNode node(Event event, String pointer) {
        int line = event.getStartMark().getLine();
        lines.put(pointer, line + 1);
        // The library limits depth only where it builds objects itself, and here it does not.
        if (pointer.chars().filter(c -> c == '/').count() > DEPTH) {
            throw invalid(line, "more than " + DEPTH + " levels", "flatter data");
        }
        if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor() != null)) {
            throw invalid(line, "an anchor or alias", "plain data");
        }
        if (event instanceof MappingStartEvent mapping) {
            refuseTag(mapping.getTag(), line);
            return mapping(pointer);
        }
        if (event instanceof SequenceStartEvent sequence) {
            refuseTag(sequence.getTag(), line);
            return sequence(pointer);
        }
        return scalar((ScalarEvent) event);
    }

    private ObjectNode mapping(String pointer) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Event key = events.next(); !key.is(Event.ID.MappingEnd); key = events.next()) {
            int line = key.getStartMark().getLine();
            if (!(key instanceof ScalarEvent scalar) || scalar.getAnchor() != null) {
                throw invalid(line, "a key that is no plain word", "a plain word");
            }
            String name = scalar(scalar).asText();
            if (object.has(name)) {
                throw invalid(line, "the key '" + shown(name) + "' twice", "every key once");
            }
            object.set(
                    name,
                    node(events.next(), pointer + "/" + name.replace("~", "~0").replace("/", "~1")));
        }
        return object;
    }

    private ArrayNode sequence(String pointer) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Event item = events.next(); !item.is(Event.ID.SequenceEnd); item = events.next()) {
            array.add(node(item, pointer + "/" + array.size()));
        }
        return array;
    }

    private JsonNode scalar(ScalarEvent scalar) {
        int line = scalar.getStartMark().getLine();
        refuseTag(scalar.getTag(), line);
        String value = scalar.getValue();
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw invalid(line, "a line break or control character", "a value on one line");
        }
        return scalar.isPlain() ? plain(value) : JsonNodeFactory.instance.textNode(value);
    }

    private static JsonNode plain(String value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (WHOLE_NUMBER.matcher(value).matches()) {
            return nodes.numberNode(Integer.parseInt(value));
        }
        return switch (value) {
            case "true" -> nodes.booleanNode(true);
            case "false" -> nodes.booleanNode(false);
            case "", "~", "null" -> nodes.nullNode();
            default -> nodes.textNode(value);
        };
    }

    private void refuseTag(String tag, int line) {
        if (tag != null) {
            throw invalid(line, "a tag", "plain data");
        }
    }

    private DirectoryInvalid invalid(int line, String seen, String expected) {
        return DirectoryInvalid.of(file, "line " + (line + 1), seen, expected);
    }

    /** At most 60 characters of what was seen. */
    static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
