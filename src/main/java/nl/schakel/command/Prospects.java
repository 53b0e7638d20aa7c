package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a replay would do, in words for a person.
 *
 * @param body the gateway's answer
 */
record Prospects(JsonNode body) {
    private static final String AGAIN = "AGAIN";
    private static final Map<String, String> WORDS = Map.of(
            AGAIN,
            "tried again",
            "WAITS_FOR_CODE",
            "a code is missing",
            "NEEDS_SECOND_PERSON",
            "a second person must look",
            "RECEIVER_MAY_HAVE_IT",
            "the receiver may have it (--unknown-too)",
            "MADE_US_FAIL",
            "the gateway failed over it (schakel resume ID)");

    /** How many items go on. */
    long goOn() {
        return body.path("goOn").asLong();
    }

    /** How many items stay as they are. */
    long stay() {
        return body.path("stay").asLong();
    }

    /** The moment by the gateway's database before which an item was parked that is meant. */
    String before() {
        return body.path("before").asText();
    }

    /** By partner and reason: from which state to which, and why. */
    Table table() {
        Table table = new Table("ITEMS", "PARTNER", "IS", "BECOMES", "BECAUSE", "PARKED FOR");
        for (JsonNode change : body.path("changes")) {
            table.row(
                    change.path("items").asText(),
                    BacklogCommand.orGateway(change.path("partner").asText()),
                    change.path("from").asText(),
                    change.path("to").asText(),
                    words(fate(change)),
                    change.path("reason").asText());
        }
        return table;
    }

    /** How many stay for each reason to stay. */
    List<String> staying() {
        Map<String, Long> items = new TreeMap<>();
        for (JsonNode change : body.path("changes")) {
            if (!fate(change).equals(AGAIN)) {
                items.merge(words(fate(change)), change.path("items").asLong(), Long::sum);
            }
        }
        return items.entrySet().stream()
                .map(one -> one.getValue() + " stay parked: " + one.getKey() + ".")
                .toList();
    }

    private static String fate(JsonNode change) {
        return change.path("fate").asText();
    }

    /** A gateway of another version may know a reason of which this command has no words. */
    private static String words(String fate) {
        return WORDS.getOrDefault(fate, fate);
    }
}
