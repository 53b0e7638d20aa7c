package nl.schakel.consent;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;

/**
 * FHIR {@code dateTime}: as precise as it is written. A date is the whole local day in Europe/Amsterdam, a month the
 * whole month; an end counts to the last moment of what it names.
 */
final class Moments {
    private static final Set<String> PERIOD = Set.of("start", "end");

    private Moments() {}

    /**
     * What a dateTime names.
     *
     * @param first its first moment
     * @param after the first moment after it
     */
    record Span(Instant first, Instant after) {}

    static Optional<Span> read(String text) {
        try {
            return Optional.of(
                    switch (text.length()) {
                        case 4 ->
                            days(
                                    Year.parse(text).atDay(1),
                                    Year.parse(text).atMonth(12).atEndOfMonth());
                        case 7 ->
                            days(
                                    YearMonth.parse(text).atDay(1),
                                    YearMonth.parse(text).atEndOfMonth());
                        case 10 -> days(LocalDate.parse(text), LocalDate.parse(text));
                        default -> moment(text);
                    });
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static Span days(LocalDate first, LocalDate last) {
        return new Span(DutchTime.start(first), DutchTime.end(last));
    }

    /** With its offset, as FHIR requires beside a time of day; as precise as its last digit. */
    private static Span moment(String text) {
        Instant first = OffsetDateTime.parse(text).toInstant();
        return new Span(first, first.plus(1, text.indexOf('.') < 0 ? ChronoUnit.SECONDS : ChronoUnit.MILLIS));
    }

    /** Empty when a bound is not understood, when there is none, or when it ends before it starts. */
    static Optional<Period> period(Json.Obj period) {
        Optional<Span> start = period.text("start").flatMap(Moments::read);
        Optional<Span> end = period.text("end").flatMap(Moments::read);
        boolean understood = PERIOD.containsAll(period.members().keySet())
                && start.isPresent() == period.get("start").isPresent()
                && end.isPresent() == period.get("end").isPresent()
                && (start.isPresent() || end.isPresent());
        boolean forward = start.isEmpty()
                || end.isEmpty()
                || start.get().first().isBefore(end.get().after());
        return understood && forward
                ? Optional.of(new Period(start.map(Span::first), end.map(Span::after)))
                : Optional.empty();
    }
}
