package nl.schakel.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import nl.schakel.directory.Agreement.Opening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenHoursTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final OpenHours OFFICE = new OpenHours(List.of(
            new Opening(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(9, 0), LocalTime.of(17, 0))));

    /** Easter from the tables of the church; King's Day falls on a Sunday in 2025 and 2031. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-03-31",
                "2025-04-20",
                "2026-04-05",
                "2027-03-28",
                "2038-04-25",
                "2285-03-22", // Easter
                "2026-04-06",
                "2026-05-14",
                "2026-05-24",
                "2026-05-25", // and what follows from it
                "2026-01-01",
                "2026-04-27",
                "2025-04-26",
                "2031-04-26",
                "2026-05-05",
                "2026-12-25",
                "2026-12-26"
            })
    void knowsTheDaysOnWhichOfficesAreClosed(String day) {
        assertThat(DutchHolidays.include(LocalDate.parse(day))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-04-27", "2026-04-03", "2026-12-24", "2026-12-31", "2026-05-04", "2026-05-15"})
    void otherDaysAreNone(String day) {
        assertThat(DutchHolidays.include(LocalDate.parse(day))).isFalse();
    }

    @Test
    void countsWhatLiesWithinTheHours() {
        assertThat(between("2026-11-25T08:00", "2026-11-25T10:30")).isEqualTo(Duration.ofMinutes(90));
        assertThat(between("2026-11-25T16:00", "2026-11-26T10:00")).isEqualTo(Duration.ofHours(2));
        assertThat(between("2026-11-25T18:00", "2026-11-25T23:00")).isZero();
        assertThat(between("2026-11-25T12:00", "2026-11-25T12:00")).isZero();
        assertThat(between("2026-11-25T12:00", "2026-11-25T11:00")).isZero();
    }

    @Test
    void aWeekendAndAHolidayAreNotWaitedFor() {
        assertThat(between("2026-11-27T17:00", "2026-11-30T09:00")).isZero();
        // Thursday before Easter 2026 to the Tuesday after it: Good Friday is worked on.
        assertThat(between("2026-04-02T17:00", "2026-04-07T09:00")).isEqualTo(Duration.ofHours(8));
    }

    @Test
    void aDayWithAnHourLessOrMoreHasThat() {
        OpenHours always =
                new OpenHours(List.of(new Opening(Set.of(DayOfWeek.values()), LocalTime.MIN, LocalTime.of(23, 59))));
        assertThat(always.between(at("2026-03-29T00:00"), at("2026-03-30T00:00")))
                .isEqualTo(Duration.ofMinutes(1379));
        assertThat(always.between(at("2026-10-25T00:00"), at("2026-10-26T00:00")))
                .isEqualTo(Duration.ofMinutes(1499));
    }

    private static Duration between(String from, String until) {
        return OFFICE.between(at(from), at(until));
    }

    private static java.time.Instant at(String local) {
        return ZonedDateTime.of(java.time.LocalDateTime.parse(local), ZONE).toInstant();
    }
}
