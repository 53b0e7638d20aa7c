package nl.schakel.consent;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The days on which a row or a law holds, both ends included.
 *
 * @param from empty: since ever
 * @param to empty: until further notice
 */
record Validity(Optional<LocalDate> from, Optional<LocalDate> to) {

    static Validity read(DecisionTable.Row row, String from, String to) {
        Validity validity = new Validity(day(row, from), day(row, to));
        if (validity.isUpsideDown()) {
            throw row.invalid(to, "a day not before " + from);
        }
        return validity;
    }

    private static Optional<LocalDate> day(DecisionTable.Row row, String column) {
        return row.text(column).isEmpty()
                ? Optional.empty()
                : Optional.of(row.known(column, Validity::parsed, "a date such as 2021-07-01, or nothing"));
    }

    private static Optional<LocalDate> parsed(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    private boolean isUpsideDown() {
        return from.isPresent() && to.isPresent() && to.get().isBefore(from.get());
    }

    /** The same by the Dutch calendar. */
    Period period() {
        return new Period(from.map(DutchTime::start), to.map(DutchTime::end));
    }

    /** Whether every day of the other is a day of this. */
    boolean covers(Validity other) {
        boolean starts =
                from.map(f -> other.from.map(o -> !o.isBefore(f)).orElse(false)).orElse(true);
        boolean ends =
                to.map(t -> other.to.map(o -> !o.isAfter(t)).orElse(false)).orElse(true);
        return starts && ends;
    }

    boolean isAlways() {
        return from.isEmpty() && to.isEmpty();
    }

    /** {@code 2021-07-01..}, {@code ..2021-06-30}, {@code ..} */
    @Override
    public String toString() {
        return from.map(LocalDate::toString).orElse("") + ".."
                + to.map(LocalDate::toString).orElse("");
    }
}
