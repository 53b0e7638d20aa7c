package nl.schakel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.Agreement;
import nl.schakel.directory.Agreement.Opening;
import nl.schakel.directory.Quota;
import org.junit.jupiter.api.Test;

/** Virtual weeks, looked at every minute. */
class SilenceTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final Agreement OFFICE = new Agreement(
            Set.of(),
            List.of(new Opening(
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(9, 0), LocalTime.of(17, 0))),
            Duration.ofDays(1),
            Optional.of(Duration.ofHours(4)),
            false,
            Quota.STANDARD,
            100_000,
            Optional.empty(),
            Optional.empty());

    /** Sends at 9:30, 13:00 and 16:30 of every day on which it is open: over Easter and King's Day nobody is alarmed. */
    @Test
    void aPartnerThatKeepsOfficeHoursNeverAlarms() {
        int looks = 0;
        Instant heard = at("2026-03-30T09:30");
        for (Instant now = heard; now.isBefore(at("2026-05-11T09:00")); now = now.plusSeconds(60)) {
            LocalDateTime local = LocalDateTime.ofInstant(now, ZONE);
            boolean open = !OFFICE.hours()
                    .between(at(local.toLocalDate() + "T00:00"), at(local.toLocalDate() + "T23:59"))
                    .isZero();
            String time = local.toLocalTime().toString();
            if (open && Set.of("09:30", "13:00", "16:30").contains(time)) {
                heard = now;
            }
            assertThat(Rounds.isTooLong(OFFICE, heard, now))
                    .as(local.toString())
                    .isFalse();
            looks++;
        }
        assertThat(looks).isGreaterThan(6 * 7 * 24 * 60 - 24 * 60);
    }

    /** Last heard on Thursday before Easter at 16:30: half an hour then, the rest on Good Friday; not at the weekend. */
    @Test
    void whoFallsSilentIsToldAfterSoManyOpenHours() {
        Instant heard = at("2026-04-02T16:30");
        assertThat(Rounds.isTooLong(OFFICE, heard, at("2026-04-03T12:30"))).isFalse();
        assertThat(Rounds.isTooLong(OFFICE, heard, at("2026-04-03T12:31"))).isTrue();
        Instant onFriday = at("2026-04-03T13:01");
        assertThat(Rounds.isTooLong(OFFICE, onFriday, at("2026-04-07T09:00"))).isFalse();
        assertThat(Rounds.isTooLong(OFFICE, onFriday, at("2026-04-07T09:02"))).isTrue();
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }
}
