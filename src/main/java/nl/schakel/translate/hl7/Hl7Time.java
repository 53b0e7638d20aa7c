package nl.schakel.translate.hl7;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A TS of HL7 v2 whose form is right: {@code YYYY[MM[DD[HHMM[SS[.S[S[S[S]]]]]]]][+ZZZZ]}. Whether there is such a day is
 * seen when it is asked for. Read by hand, because a message holds many.
 *
 * @param digits how many of year to second are there
 * @param zone {@code +0200}, or empty
 */
record Hl7Time(String ts, int digits, String zone) {
    private static final int YEAR = 4;
    private static final int MONTH = 6;
    private static final int DAY = 8;
    private static final int MINUTE = 12;
    private static final int SECOND = 14;
    private static final int FRACTION = 4;
    private static final int ZONE = 5;
    private static final int MINUTES = "+02:00".length();

    static Optional<Hl7Time> of(String ts) {
        int digits = digits(ts, 0);
        int end = digits;
        if (digits == SECOND && end < ts.length() && ts.charAt(end) == '.') {
            int fraction = digits(ts, end + 1);
            if (fraction < 1 || fraction > FRACTION) {
                return Optional.empty();
            }
            end += 1 + fraction;
        }
        boolean whole = digits == YEAR || digits == MONTH || digits == DAY || digits == MINUTE || digits == SECOND;
        return whole && isZone(ts, end) ? Optional.of(new Hl7Time(ts, digits, ts.substring(end))) : Optional.empty();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    /** From here to the end a zone, or nothing. */
    private static boolean isZone(String ts, int from) {
        if (from == ts.length()) {
            return true;
        }
        boolean signed = ts.charAt(from) == '+' || ts.charAt(from) == '-';
        return signed && ts.length() == from + ZONE && digits(ts, from + 1) == ZONE - 1;
    }

    boolean hasTime() {
        return digits >= MINUTE;
    }

    /** As precise as it is known. */
    String date() {
        if (isUnknown(YEAR, MONTH)) {
            return LocalDate.of(number(0, YEAR), 1, 1).toString().substring(0, YEAR);
        }
        return isUnknown(MONTH, DAY)
                ? YearMonth.of(number(0, YEAR), number(YEAR, MONTH)).toString()
                : day().toString();
    }

    /** Month or day {@code 00} is how Dutch registers write one that nobody knows. */
    private boolean isUnknown(int from, int to) {
        return digits < to || ts.startsWith("00", from);
    }

    private LocalDate day() {
        return LocalDate.of(number(0, YEAR), number(YEAR, MONTH), number(MONTH, DAY));
    }

    private int number(int from, int to) {
        return digits < to ? 0 : Integer.parseInt(ts, from, to, 10);
    }

    /** With the offset that is written, or else that of this place on that day. */
    String moment(ZoneId place) {
        if (isUnknown(YEAR, MONTH) || isUnknown(MONTH, DAY)) {
            throw new DateTimeException("A time on an unknown day is no moment");
        }
        LocalDateTime local = day().atTime(number(DAY, 10), number(10, MINUTE), number(MINUTE, SECOND));
        ZoneOffset offset = zone.isEmpty() ? place.getRules().getOffset(local) : ZoneOffset.of(zone);
        StringBuilder text = new StringBuilder(25).append(local.toLocalDate()).append('T');
        text.append(ts, DAY, 10).append(':').append(ts, 10, MINUTE).append(':');
        text.append(digits < SECOND ? "00" : ts.substring(MINUTE, SECOND));
        // Before 1940 the Dutch offset had seconds, which neither HL7 v2 nor FHIR can write.
        return text.append(offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId(), 0, MINUTES)
                .toString();
    }
}
