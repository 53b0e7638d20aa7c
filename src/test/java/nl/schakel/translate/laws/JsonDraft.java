package nl.schakel.translate.laws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A JSON document. What says of which kind something is stays as it is: the kinds are the mappings' examples. */
final class JsonDraft implements Draft {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Set<String> KINDS = Set.of("resourceType", "url", "system", "type", "fullUrl", "profile");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,4})?");

    private final JsonNode root;

    JsonDraft(byte[] bytes) {
        try {
            root = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Spot> spots() {
        List<Spot> spots = new ArrayList<>();
        below("", root, spots);
        return spots;
    }

    private static void below(String place, JsonNode node, List<Spot> spots) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                JsonNode member = object.get(name);
                if (member.isValueNode() && !KINDS.contains(name)) {
                    spots.add(spot(place + '.' + name, member, object, name));
                } else {
                    below(place + '.' + name, member, spots);
                }
            });
        } else if (node instanceof ArrayNode array) {
            array.forEach(element -> below(place, element, spots));
        }
    }

    private static Spot spot(String place, JsonNode value, ObjectNode object, String name) {
        return new Spot(
                place,
                value.asText(),
                text -> {
                    if (value.isNumber() && NUMBER.matcher(text).matches()) {
                        object.put(name, new BigDecimal(text));
                    } else if (value.isTextual()) {
                        object.put(name, text);
                    }
                },
                () -> object.remove(name));
    }

    @Override
    public byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
