package nl.schakel.directory;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/** Dutch working days: Monday to Friday, no holidays. */
public final class WorkingDays {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final Set<DayOfWeek> WEEKEND = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    private WorkingDays() {}

    /** The latest moment after which so many whole working days have gone by until now. */
    public static Instant before(Instant now, int days) {
        ZonedDateTime moment = now.atZone(ZONE);
        for (int left = days; left > 0; moment = moment.minusDays(1)) {
            if (!WEEKEND.contains(moment.getDayOfWeek()) && !DutchHolidays.include(moment.toLocalDate())) {
                left--;
            }
        }
        return moment.toInstant();
    }
}
