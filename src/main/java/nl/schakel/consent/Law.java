package nl.schakel.consent;

import java.util.Optional;

/**
 * A provision of law that rows rest on.
 *
 * @param code as rows name it, such as {@code Pbw-18a}
 * @param inForce empty: not in force, so that no row can rest on it
 */
record Law(String code, String title, Optional<Validity> inForce, String source) {
    private static final String NOT_IN_FORCE = "not-in-force";

    static Law read(DecisionTable.Row row) {
        row.known("law", Law::word, "a code without spaces, such as Pbw-18a");
        return new Law(
                row.text("law"),
                row.text("title"),
                row.text("in_force_from").equals(NOT_IN_FORCE)
                        ? Optional.empty()
                        : Optional.of(Validity.read(row, "in_force_from", "in_force_to")),
                row.text("source"));
    }

    private static Optional<String> word(String code) {
        return Optional.of(code).filter(c -> !c.isEmpty() && c.indexOf(' ') < 0);
    }

    boolean holdsThroughout(Validity validity) {
        return inForce.map(days -> days.covers(validity)).orElse(false);
    }
}
