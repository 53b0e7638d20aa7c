package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120|120",
                " 7 |7",
                "0|0",
                "999999999|999999999",
                "Sun, 29 Nov 2026 12:01:30 GMT|90",
                "Sun, 29 Nov 2026 11:00:00 GMT|0"
            })
    void readsSecondsAndDates(String header, long seconds) {
        assertThat(RetryAfter.in(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "-5",
                "1.5",
                "12 s",
                "9999999999",
                "0x10",
                "Sun, 31 Feb 2026 12:00:00 GMT",
                "Mon, 29 Nov 2026 12:01:30 GMT",
                "2026-11-29T12:01:30Z",
                "Sunday, 29-Nov-26 12:01:30 GMT, and much more of it"
            })
    void takesNoNoticeOfAnythingElse(String header) {
        assertThat(RetryAfter.in(header, NOW)).isEmpty();
    }

    @Test
    void isHeardOfWhoSaysThatItHasNoTime() {
        Message answer = new DefaultMessage(new DefaultCamelContext());
        answer.setHeader("Retry-After", "30");
        Sent later = new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE));
        for (int status : List.of(429, 503)) {
            assertThat(RetryAfter.heard(later, status, answer, NOW))
                    .isInstanceOfSatisfying(
                            Sent.NotDelivered.class,
                            sent -> assertThat(sent.problem().again()).contains(Duration.ofSeconds(30)));
        }
        for (int status : List.of(500, 502, 504, 408)) {
            assertThat(RetryAfter.heard(later, status, answer, NOW)).isEqualTo(later);
        }
        Sent had = new Sent.Delivered(new byte[0]);
        assertThat(RetryAfter.heard(had, 429, answer, NOW)).isEqualTo(had);
    }
}
