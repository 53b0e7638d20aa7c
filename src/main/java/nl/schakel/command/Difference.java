package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A place where two trees hold different values.
 *
 * @param before JSON text; {@code nothing} where there is no value
 */
record Difference(String place, String before, String after) {
    private static final String NOTHING = "nothing";

    static List<Difference> between(JsonNode before, JsonNode after) {
        return between(flat(before), flat(after));
    }

    static List<Difference> between(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> places = new TreeSet<>(before.keySet());
        places.addAll(after.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String place : places) {
            String old = before.getOrDefault(place, NOTHING);
            String now = after.getOrDefault(place, NOTHING);
            if (!old.equals(now)) {
                differences.add(new Difference(place, old, now));
            }
        }
        return differences;
    }

    Difference under(String name) {
        return new Difference(name + " " + place, before, after);
    }

    private static Map<String, String> flat(JsonNode tree) {
        Map<String, String> flat = new TreeMap<>();
        flatten(tree, "", flat);
        return flat;
    }

    private static void flatten(JsonNode node, String at, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> flatten(
                            member.getValue(), at.isEmpty() ? member.getKey() : at + "." + member.getKey(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(node.get(i), at + "[" + i + "]", into);
            }
        } else {
            // An amount is the same amount with or without a last zero.
            into.put(
                    at,
                    node.isNumber() ? node.decimalValue().stripTrailingZeros().toPlainString() : node.toString());
        }
    }

    String line() {
        return place + ": " + before + " -> " + after;
    }
}
