package nl.schakel.directory;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import nl.schakel.directory.Agreement.Opening;

/** When people of a partner are there: its hours, not on Dutch holidays, in Dutch time. */
public final class OpenHours {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

    private final List<Opening> openings;

    OpenHours(List<Opening> openings) {
        this.openings = List.copyOf(openings);
    }

    /** How much of the time from one moment to another they were there. */
    public Duration between(Instant from, Instant until) {
        Duration open = Duration.ZERO;
        LocalDate last = until.atZone(ZONE).toLocalDate();
        for (LocalDate day = from.atZone(ZONE).toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
            if (!DutchHolidays.include(day)) {
                open = open.plus(on(day, from, until));
            }
        }
        return open;
    }

    private Duration on(LocalDate day, Instant from, Instant until) {
        return openings.stream()
                .filter(opening -> opening.days().contains(day.getDayOfWeek()))
                .map(opening -> shared(
                        ZonedDateTime.of(day, opening.from(), ZONE).toInstant(),
                        ZonedDateTime.of(day, opening.until(), ZONE).toInstant(),
                        from,
                        until))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration shared(Instant begin, Instant end, Instant from, Instant until) {
        Duration shared = Duration.between(begin.isAfter(from) ? begin : from, end.isBefore(until) ? end : until);
        return shared.isNegative() ? Duration.ZERO : shared;
    }
}
