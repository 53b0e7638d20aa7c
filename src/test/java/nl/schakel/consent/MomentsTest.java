package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import nl.schakel.referral.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates of a consent by the Dutch calendar. */
class MomentsTest {

    @ParameterizedTest(name = "{0} is {1} to {2}")
    @CsvSource({
        "2026, 2025-12-31T23:00:00Z, 2026-12-31T23:00:00Z",
        "2026-02, 2026-01-31T23:00:00Z, 2026-02-28T23:00:00Z",
        "2026-04-10, 2026-04-09T22:00:00Z, 2026-04-10T22:00:00Z",
        "2026-03-29, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "2026-10-25, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "2026-04-10T12:50:00+02:00, 2026-04-10T10:50:00Z, 2026-04-10T10:50:01Z",
        "2026-04-10T12:50:00.125Z, 2026-04-10T12:50:00.125Z, 2026-04-10T12:50:00.126Z"
    })
    void readsWhatADateNames(String text, String first, String after) {
        Moments.Span span = Moments.read(text).orElseThrow();
        assertThat(span.first()).isEqualTo(first);
        assertThat(span.after()).isEqualTo(after);
    }

    @Test
    void countsTheDaysWhenTheClockChangesWhole() {
        assertThat(length("2026-03-29")).isEqualTo(Duration.ofHours(23));
        assertThat(length("2026-10-25")).isEqualTo(Duration.ofHours(25));
        assertThat(length("2026-10-26")).isEqualTo(Duration.ofHours(24));
    }

    private static Duration length(String day) {
        Moments.Span span = Moments.read(day).orElseThrow();
        return Duration.between(span.first(), span.after());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gisteren", "2026-13", "2026-02-30", "2026-04-10T12:50:00", "10-04-2026", "20260410"})
    void refusesWhatIsNoDate(String text) {
        assertThat(Moments.read(text)).isEmpty();
    }

    @Test
    void readsAPeriodWithOneBoundOrTwo() {
        Json.Obj start = Json.object().with("start", "2026-04-10");
        assertThat(Moments.period(start).orElseThrow().until()).isEmpty();
        assertThat(Moments.period(start.with("end", "2026-04-10"))).isPresent();
        assertThat(Moments.period(Json.object().with("end", "2026-04-10"))
                        .orElseThrow()
                        .from())
                .isEmpty();
    }

    @Test
    void refusesAPeriodThatSaysNothingOrMoreThanItsBounds() {
        Json.Obj start = Json.object().with("start", "2026-04-10");
        assertThat(Moments.period(Json.object())).isEmpty();
        assertThat(Moments.period(start.with("end", "2026-04-09"))).isEmpty();
        assertThat(Moments.period(start.with("end", "ooit"))).isEmpty();
        assertThat(Moments.period(start.with("end", Json.number(3)))).isEmpty();
        assertThat(Moments.period(Json.object().with("start", Json.number(3)).with("end", "2026-04-09")))
                .isEmpty();
        assertThat(Moments.period(start.with("_end", Json.object()))).isEmpty();
    }
}
