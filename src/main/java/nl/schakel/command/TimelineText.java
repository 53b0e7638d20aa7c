package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A referral's timeline for a person: what it is now, who is asked, what waits, what happened. */
final class TimelineText {
    private TimelineText() {}

    static List<String> of(JsonNode timeline) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(
                "  ",
                timeline.path("reference").asText(),
                "status " + word(timeline, "status"),
                "custodian " + word(timeline, "custodian"),
                "exit " + word(timeline, "exitDate")));
        section(lines, timeline, "tasks", List.of("receiver", "need", "status", "reason"));
        section(
                lines,
                timeline,
                "work",
                List.of("kind", "destination", "state", "attempts", "nextAt", "paused", "waitsFor", "reason"));
        section(lines, timeline, "events", List.of("at", "stage", "partner", "outcome", "reason"));
        return lines;
    }

    static String event(JsonNode event) {
        return String.join(
                "  ",
                Stream.of("at", "stage", "partner", "outcome", "reason")
                        .map(name -> word(event, name))
                        .toList());
    }

    private static void section(List<String> lines, JsonNode timeline, String name, List<String> columns) {
        JsonNode rows = timeline.path(name);
        if (rows.isEmpty()) {
            return;
        }
        Table table = new Table(columns.toArray(String[]::new));
        rows.forEach(row ->
                table.row(columns.stream().map(column -> word(row, column)).toArray(String[]::new)));
        lines.add("");
        lines.addAll(table.lines());
    }

    private static String word(JsonNode row, String name) {
        JsonNode value = row.path(name);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? "-" : value.asText();
    }
}
