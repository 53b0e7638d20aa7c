package nl.schakel.translate.hl7;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HL7 v2 times (TS: {@code YYYY[MM[DD[HHMM[SS[.S]]]]][+ZZZZ]}) and FHIR's. A partial date stays partial, and month or day
 * {@code 00} is how Dutch registers write an unknown one; a time without zone is Dutch local time.
 */
public final class Hl7Times {
    public static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4}(?:-\\d{2}(?:-\\d{2})?)?)(?:T(\\d{2}:\\d{2})(:\\d{2})(?:\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2}))?");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx", Locale.ROOT);

    private Hl7Times() {}

    /** The date part in FHIR's form, as precise as it is known; empty when it is no date. */
    public static Optional<String> date(String ts) {
        return Hl7Time.of(ts).flatMap(time -> {
            try {
                return Optional.of(time.date());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /** A FHIR dateTime: with time and zone when the source has a time, else {@link #date(String)}. */
    public static Optional<String> dateTime(String ts) {
        return Hl7Time.of(ts).flatMap(time -> {
            try {
                return Optional.of(time.hasTime() ? time.moment(ZONE) : time.date());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /** A FHIR date or dateTime as HL7 v2 writes it, as precise as it is. */
    public static Optional<String> timestamp(String iso) {
        Matcher time = ISO.matcher(iso);
        if (!time.matches()) {
            return Optional.empty();
        }
        String date = time.group(1).replace("-", "");
        if (time.group(2) == null) {
            return Optional.of(date);
        }
        String zone = "Z".equals(time.group(4)) ? "+0000" : time.group(4).replace(":", "");
        return Optional.of(date + time.group(2).replace(":", "") + time.group(3).replace(":", "") + zone);
    }

    /** An HL7 v2 time stamp with zone for a moment. */
    public static String stamp(java.time.Instant at) {
        return at.atZone(ZONE).format(STAMP);
    }
}
