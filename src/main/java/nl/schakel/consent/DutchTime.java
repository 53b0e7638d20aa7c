package nl.schakel.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The calendar of Europe/Amsterdam: a date is a whole local day, 23 or 25 hours long at the edges of summer time. */
final class DutchTime {
    static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

    private DutchTime() {}

    static LocalDate day(Instant at) {
        return at.atZone(ZONE).toLocalDate();
    }

    /** Its first moment. */
    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    /** The first moment after it. */
    static Instant end(LocalDate day) {
        return start(day.plusDays(1));
    }

    /** The same time of day so many months on; on the last day of a month that is shorter. */
    static Instant later(Instant at, int months) {
        return at.atZone(ZONE).plusMonths(months).toInstant();
    }
}
