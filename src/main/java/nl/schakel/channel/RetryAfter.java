package nl.schakel.channel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import nl.schakel.journal.Sent;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/** When a partner that has no time now wants to be asked again: RFC 9110 section 10.2.3, seconds or a date. */
final class RetryAfter {
    static final String HEADER = "Retry-After";

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final int LONGEST = 40;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private RetryAfter() {}

    /** Of all that a partner says in its headers this one alone comes in; what goes out is as ever. */
    static final class Alone extends HttpHeaderFilterStrategy {
        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            return !HEADER.equalsIgnoreCase(name);
        }
    }

    /** The same outcome, with the time that the partner named where it said that it has none now. */
    static Sent heard(Sent sent, int status, Message answer, Instant now) {
        boolean busy = status == TOO_MANY || status == UNAVAILABLE;
        return busy && sent instanceof Sent.NotDelivered failed
                ? in(answer.getHeader(HEADER), now)
                        .<Sent>map(
                                wait -> new Sent.NotDelivered(failed.problem().again(wait)))
                        .orElse(sent)
                : sent;
    }

    /** Empty for anything that is neither; a date that is past is no wait. */
    static Optional<Duration> in(Object header, Instant now) {
        String text = header == null ? "" : header.toString().strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
        } catch (DateTimeException garbage) {
            return Optional.empty();
        }
    }
}
