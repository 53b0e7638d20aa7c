package nl.schakel.journeys;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one case sends: a good message that its steps made bad.
 *
 * <ul>
 *   <li>{@code base hl7v2-nl/2.5/examples/05-secret-address/input.hl7}: another message to begin with
 *   <li>{@code is text}: the whole message; {@code add text} and {@code pre text}: behind and before it
 *   <li>{@code put old => new}, {@code all old => new}: the first or every one, which must be there
 *   <li>{@code set /json/pointer value}: this JSON at that place, as it is written
 *   <li>{@code cut 10}, {@code cut -10}: its first bytes, or all but its last; {@code gzip}, {@code utf16}: the whole packed
 *   <li>all other words are of the doors: {@code head}, {@code path}, {@code type}, {@code name}, ...
 * </ul>
 */
public final class HostileMessage {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Map<String, String> known;
    private final Map<String, String> said = new HashMap<>();
    private final List<String> heads = new ArrayList<>();
    private String text;

    private HostileMessage(String base, Map<String, String> known) {
        this.text = base;
        this.known = known;
    }

    /** @param base of which a step may make something else; a character for each byte */
    public static HostileMessage of(HostileCase one, String base, Map<String, String> known) {
        Map<String, String> all = new HashMap<>(known);
        all.put("it", HostileText.latin(one.it().getBytes(StandardCharsets.UTF_8)));
        HostileMessage message = new HostileMessage(base, all);
        for (String step : one.steps()) {
            int word = (step + " ").indexOf(' ');
            try {
                message.step(step.substring(0, word), step.substring(Math.min(step.length(), word + 1)));
            } catch (RuntimeException wrong) {
                throw new IllegalArgumentException(one + ": " + step, wrong);
            }
        }
        return message;
    }

    private void step(String word, String rest) {
        switch (word) {
            case "base" -> text = base(rest);
            case "is" -> text = made(rest);
            case "add" -> text += made(rest);
            case "pre" -> text = made(rest) + text;
            case "put" -> text = replaced(rest, false);
            case "all" -> text = replaced(rest, true);
            case "set" -> set(rest);
            case "cut" -> cut(Integer.parseInt(rest));
            case "gzip" -> text = made("‹gzip ‹whole››");
            case "utf16" -> text = made("‹utf16 ‹whole››");
            case "head" -> heads.add(made(rest));
            default -> said.put(word, made(rest));
        }
    }

    private String made(String written) {
        known.put("whole", text);
        return HostileText.made(written, known);
    }

    private static String base(String file) {
        try {
            return HostileText.latin(Files.readAllBytes(Path.of("mappings").resolve(file)));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private String replaced(String rest, boolean all) {
        String[] both = rest.split(" =>(?: |$)", 2);
        String old = made(both[0]);
        int at = text.indexOf(old);
        if (at < 0) {
            throw new IllegalArgumentException("not there");
        }
        return all
                ? text.replace(old, made(both[1]))
                : text.substring(0, at) + made(both[1]) + text.substring(at + old.length());
    }

    private void cut(int bytes) {
        text = text.substring(0, bytes < 0 ? text.length() + bytes : bytes);
    }

    /** The value is put in as text afterwards, so that it may be what no JSON library would write. */
    private void set(String rest) {
        int space = rest.indexOf(' ');
        JsonPointer place = JsonPointer.compile(rest.substring(0, space));
        try {
            JsonNode tree = JSON.readTree(HostileText.bytes(text));
            JsonNode above = tree.at(place.head());
            String name = place.last().getMatchingProperty();
            JsonNode mark = JsonNodeFactory.instance.textNode("@@here@@");
            if (above instanceof ObjectNode object) {
                object.set(name, mark);
            } else if (above instanceof ArrayNode array && name.equals("-")) {
                array.add(mark);
            } else if (above instanceof ArrayNode array) {
                array.set(Integer.parseInt(name), mark);
            } else {
                throw new IllegalArgumentException("nothing at " + place.head());
            }
            text = HostileText.latin(JSON.writeValueAsBytes(tree))
                    .replace("\"@@here@@\"", made(rest.substring(space + 1)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public byte[] bytes() {
        return HostileText.bytes(text);
    }

    List<String> heads() {
        return heads;
    }

    boolean says(String word) {
        return said.containsKey(word);
    }

    Optional<String> said(String word) {
        return Optional.ofNullable(said.get(word));
    }
}
