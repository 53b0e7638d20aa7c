package nl.schakel.translate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Label;
import nl.schakel.referral.Need;
import nl.schakel.referral.Purpose;

/**
 * JSON Schema of the canonical form as {@code schakel map try} shows it: the closed envelope, and per kind of resource the
 * elements that some mapping writes.
 */
final class CanonicalSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An element: its elements, whether it repeats, and the kinds of its own value. */
    private static final class Element {
        final Map<String, Element> inside = new TreeMap<>();
        final Set<String> kinds = new TreeSet<>();
        boolean repeats;
        boolean whole;

        Element at(String step) {
            boolean list = step.endsWith("[]");
            Element element =
                    inside.computeIfAbsent(list ? step.substring(0, step.length() - 2) : step, s -> new Element());
            element.repeats |= list;
            return element;
        }

        Element below(String path) {
            Element at = this;
            for (String step : path.split("\\.")) {
                at = at.at(step);
            }
            return at;
        }
    }

    private CanonicalSchema() {}

    static ObjectNode of(Map<FieldName, CanonicalFields.Facts> fields, List<InboundTargets.Target> targets) {
        Map<String, Element> resources = new TreeMap<>();
        targets.forEach(target -> {
            Element element = resources
                    .computeIfAbsent(target.resource(), r -> new Element())
                    .below(target.path());
            element.whole |= target.tree();
        });
        fields.forEach((name, facts) -> resources
                .computeIfAbsent(name.resource(), r -> new Element())
                .below(name.plain())
                .kinds
                .addAll(facts.kinds));
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "https://schakel.nl/schema/canonical.schema.json");
        schema.put("title", "Canonical form of a message");
        schema.put(
                "description", "Generated from the mappings; docs/reference/canonical-form.md says the same in words.");
        members(
                schema,
                false,
                Map.of(
                        "envelope",
                        envelope(),
                        "items",
                        items(resources),
                        "losses",
                        texts(),
                        "deletions",
                        deletions(),
                        "kept",
                        texts()));
        required(schema, List.of("envelope", "items", "losses"));
        ObjectNode defs = schema.putObject("$defs");
        resources.forEach((type, element) -> defs.set(type, resource(type, element)));
        return schema;
    }

    private static ObjectNode members(ObjectNode schema, boolean all, Map<String, ObjectNode> properties) {
        schema.put("type", "object");
        ObjectNode into = schema.putObject("properties");
        new TreeMap<>(properties).forEach(into::set);
        if (all) {
            required(schema, new TreeSet<>(properties.keySet()));
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private static void required(ObjectNode schema, Iterable<String> names) {
        ArrayNode required = schema.putArray("required");
        names.forEach(required::add);
    }

    private static ObjectNode envelope() {
        Map<String, ObjectNode> properties = new TreeMap<>();
        Stream.of(
                        "sender",
                        "messageId",
                        "localId",
                        "authority",
                        "senderReference",
                        "municipality",
                        "service",
                        "about",
                        "answerStatus",
                        "answerReason",
                        "answerCustody")
                .forEach(name -> properties.put(name, text()));
        properties.put("event", oneOf(Arrays.stream(Envelope.Event.values()).map(Enum::name)));
        properties.put("purpose", oneOf(Arrays.stream(Purpose.values()).map(Purpose::code)));
        properties.put("created", text().put("format", "date-time"));
        properties.put("exitDate", text().put("format", "date"));
        properties.put("bsn", text().put("pattern", "^[0-9]{9}$"));
        properties.put("addressedTo", texts());
        properties.put("needs", list(oneOf(Arrays.stream(Need.values()).map(Need::code))));
        properties.put("labels", list(labels()));
        ObjectNode envelope = members(JSON.createObjectNode(), false, properties);
        required(
                envelope,
                List.of("event", "sender", "messageId", "created", "addressedTo", "purpose", "needs", "labels"));
        return envelope;
    }

    private static ObjectNode items(Map<String, Element> resources) {
        ObjectNode resource = JSON.createObjectNode();
        ArrayNode kinds = resource.putArray("oneOf");
        resources.keySet().forEach(type -> kinds.addObject().put("$ref", "#/$defs/" + type));
        return list(members(
                JSON.createObjectNode(),
                true,
                Map.of(
                        "category", oneOf(Arrays.stream(Category.values()).map(Category::code)),
                        "place", text(),
                        "labels", list(labels()),
                        "resource", resource)));
    }

    private static ObjectNode deletions() {
        return list(members(
                JSON.createObjectNode(),
                true,
                Map.of(
                        "category",
                        oneOf(Arrays.stream(Category.values()).map(Category::code)),
                        "place",
                        text(),
                        "target",
                        text())));
    }

    private static ObjectNode labels() {
        return oneOf(Arrays.stream(Label.values()).map(Enum::name));
    }

    private static ObjectNode resource(String type, Element element) {
        ObjectNode resource = object(element);
        ((ObjectNode) resource.get("properties")).putObject("resourceType").put("const", type);
        required(resource, List.of("resourceType"));
        return resource;
    }

    private static ObjectNode object(Element element) {
        Map<String, ObjectNode> properties = new TreeMap<>();
        element.inside.forEach(
                (name, inner) -> properties.put(name, inner.repeats ? list(value(inner)) : value(inner)));
        return members(JSON.createObjectNode(), false, properties);
    }

    /** What goes as a whole has whatever the sender's resource had there. */
    private static ObjectNode value(Element element) {
        if (element.whole) {
            return JSON.createObjectNode().put("type", "object");
        }
        if (!element.inside.isEmpty()) {
            return object(element);
        }
        ObjectNode value = JSON.createObjectNode();
        ArrayNode kinds = value.putArray("type");
        (element.kinds.isEmpty() ? List.of("boolean", "number", "string") : element.kinds).forEach(kinds::add);
        return value;
    }

    private static ObjectNode text() {
        return JSON.createObjectNode().put("type", "string");
    }

    private static ObjectNode texts() {
        return list(text());
    }

    private static ObjectNode list(ObjectNode elements) {
        ObjectNode list = JSON.createObjectNode().put("type", "array");
        list.set("items", elements);
        return list;
    }

    private static ObjectNode oneOf(Stream<String> words) {
        ObjectNode text = text();
        ArrayNode all = text.putArray("enum");
        words.sorted().forEach(all::add);
        return text;
    }
}
