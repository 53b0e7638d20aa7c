package nl.schakel.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T12:00, 0, 2026-11-27T12:00",
        "2026-11-27T12:00, 4, 2026-11-23T12:00", // Friday back to Monday
        "2026-11-27T12:00, 5, 2026-11-22T12:00", // a moment on Sunday: Monday to Friday have gone by since
        "2026-11-30T12:00, 1, 2026-11-29T12:00",
        "2026-04-07T12:00, 2, 2026-04-02T12:00", // Easter Monday and the weekend do not count, Good Friday does
    })
    void countsWholeWorkingDaysBack(String now, int days, String then) {
        assertThat(WorkingDays.before(at(now), days)).isEqualTo(at(then));
    }

    private static java.time.Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }
}
