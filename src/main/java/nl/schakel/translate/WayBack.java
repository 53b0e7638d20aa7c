package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which function undoes which: the closed table for rows that work both ways. A function that is not here loses something
 * that its result does not tell, so it has no way back.
 */
final class WayBack {
    private static final List<String> AS_IT_IS = List.of();
    private static final Map<String, List<String>> BACK = Map.ofEntries(
            Map.entry("date", List.of("hl7Date")),
            Map.entry("hl7Date", List.of("date")),
            Map.entry("day", List.of("hl7Date")),
            Map.entry("dateTime", List.of("hl7Time")),
            Map.entry("moment", List.of("hl7Time")),
            Map.entry("hl7Time", List.of("dateTime")),
            Map.entry("dayMonthYear", List.of("toDayMonthYear")),
            Map.entry("toDayMonthYear", List.of("dayMonthYear")),
            Map.entry("amount", List.of("text", "toAmount")),
            Map.entry("toAmount", List.of("amount")),
            Map.entry("number", List.of("text")),
            Map.entry("decimal", List.of("text")),
            Map.entry("within", List.of("text")),
            Map.entry("isoDay", List.of("isoDay")),
            // What is only checked is the same on both sides.
            Map.entry("isoDate", AS_IT_IS),
            Map.entry("isoDateTime", AS_IT_IS),
            Map.entry("isoMoment", AS_IT_IS),
            Map.entry("bsn", AS_IT_IS),
            Map.entry("reference", AS_IT_IS),
            Map.entry("messageId", AS_IT_IS),
            Map.entry("gemeentecode", AS_IT_IS),
            Map.entry("base64", AS_IT_IS),
            Map.entry("boolean", AS_IT_IS),
            Map.entry("text", AS_IT_IS),
            Map.entry("oneOf", AS_IT_IS),
            Map.entry("tree", List.of("tree")));

    private WayBack() {}

    /** The functions that undo these, in their order; none when they are undone by nothing. */
    static List<String> of(Written as) {
        List<String> back = new ArrayList<>();
        for (Written function : as.list()) {
            back.addAll(
                    0,
                    of(function.text())
                            .orElseThrow(() -> function.wrong("'" + function.text()
                                    + "' has no way back: name its functions with 'back', or write two rows, one here and one in the"
                                    + " outbound mapping")));
        }
        return back;
    }

    static Optional<List<String>> of(String function) {
        return Optional.ofNullable(BACK.get(function.split(" ", 2)[0]));
    }
}
