package nl.schakel.translate;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dates and times as FHIR and JSON write them (ISO 8601); precision is kept, nothing is filled in. */
final class IsoTimes {
    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");
    private static final int WHOLE_DATE = 10;

    private IsoTimes() {}

    /** YYYY, YYYY-MM or YYYY-MM-DD. */
    static Optional<String> date(String text) {
        if (YEAR.matcher(text).matches() || MONTH.matcher(text).matches()) {
            return Optional.of(text);
        }
        return text.length() == WHOLE_DATE
                ? parsed(() -> LocalDate.parse(text)).map(LocalDate::toString)
                : Optional.empty();
    }

    /** A date of any precision, or a moment with its offset; as written. */
    static Optional<String> dateTime(String text) {
        return text.length() <= WHOLE_DATE
                ? date(text)
                : parsed(() -> OffsetDateTime.parse(text)).map(moment -> text);
    }

    /** A moment with its offset; as written. */
    static Optional<String> moment(String text) {
        return parsed(() -> OffsetDateTime.parse(text)).map(moment -> text);
    }

    /** The whole date, in Amsterdam where a moment is given. */
    static Optional<String> day(String text) {
        if (text.length() == WHOLE_DATE) {
            return parsed(() -> LocalDate.parse(text)).map(LocalDate::toString);
        }
        return parsed(() -> OffsetDateTime.parse(text))
                .map(moment -> moment.atZoneSameInstant(AMSTERDAM).toLocalDate().toString());
    }

    private static <T> Optional<T> parsed(java.util.function.Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (DateTimeException invalid) {
            return Optional.empty();
        }
    }
}
