package nl.schakel.translate.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times that are read by hand, against the same rules said with a pattern and a formatter. */
class Hl7TimesTest {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(\\d{2})(?:(\\d{2})(?:\\.\\d{1,4})?)?)?)?)?([+-]\\d{4})?");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final List<String> PIECES = List.of(
            "2026", "1984", "0000", "00", "02", "04", "12", "13", "17", "29", "31", "59", "60", ".1", ".1234", ".12345",
            "+0200", "-0000", "+9900", "+02", "-", "a", " ");
    private static final int SAMPLES = 200_000;

    @Test
    void readsWhatThePatternReadsAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < SAMPLES; i++) {
            String ts = random.nextInt(4) == 0 ? "" : "2026";
            for (int piece = random.nextInt(7); piece > 0; piece--) {
                ts += PIECES.get(random.nextInt(PIECES.size()));
            }
            assertThat(Hl7Times.date(ts)).as("%s, seed %d", ts, seed).isEqualTo(date(ts));
            assertThat(Hl7Times.dateTime(ts)).as("%s, seed %d", ts, seed).isEqualTo(dateTime(ts));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "20260418101500+0200, 2026-04-18T10:15:00+02:00",
        "202601181015, 2026-01-18T10:15:00+01:00",
        "20260718101500.1234, 2026-07-18T10:15:00+02:00",
        "19840000, 1984",
        "198405, 1984-05"
    })
    void keepsThePrecisionThatIsKnown(String ts, String expected) {
        assertThat(Hl7Times.dateTime(ts)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20261",
                "20260231",
                "2026041825",
                "202604182560",
                "20260418101500.",
                "202604181015+02",
                "2026-04-18"
            })
    void refusesWhatIsNoTime(String ts) {
        assertThat(Hl7Times.dateTime(ts)).isEmpty();
    }

    private static Optional<String> date(String ts) {
        Matcher time = FORM.matcher(ts);
        try {
            return time.matches() ? Optional.of(date(time)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String date(Matcher time) {
        int year = Integer.parseInt(time.group(1));
        if (isUnknown(time.group(2))) {
            return time.group(1);
        }
        int month = Integer.parseInt(time.group(2));
        return isUnknown(time.group(3))
                ? YearMonth.of(year, month).toString()
                : LocalDate.of(year, month, Integer.parseInt(time.group(3))).toString();
    }

    private static boolean isUnknown(String part) {
        return part == null || "00".equals(part);
    }

    private static Optional<String> dateTime(String ts) {
        Matcher time = FORM.matcher(ts);
        if (!time.matches() || time.group(4) == null) {
            return date(ts);
        }
        try {
            int second = time.group(6) == null ? 0 : Integer.parseInt(time.group(6));
            LocalDateTime local = LocalDate.parse(date(time))
                    .atTime(Integer.parseInt(time.group(4)), Integer.parseInt(time.group(5)), second);
            ZoneOffset offset =
                    time.group(7) == null ? Hl7Times.ZONE.getRules().getOffset(local) : ZoneOffset.of(time.group(7));
            return Optional.of(local.atOffset(offset).format(MOMENT));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
