package nl.schakel.translate;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;

/** Dates, times and numbers as iWmo, StUF and Allegro write them. A partial date stays partial. */
final class MunicipalValues {
    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter STUF = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final Pattern STUF_TIME = Pattern.compile("\\d{14}(\\d{3})?");
    private static final Pattern DOUBLE = Pattern.compile("-?\\d{1,15}(\\.\\d{1,10})?([eE][+-]?\\d{1,2})?");
    private static final Pattern RANDOM_UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final int YEAR = 4;
    private static final int MONTH = 7;
    private static final int DAY = 10;
    private static final String UNKNOWN = "-01-01";

    private MunicipalValues() {}

    /** The begin of a day in the Netherlands, for a message that tells no time. */
    static Optional<String> startOfDay(String date) {
        return parsed(() -> LocalDate.parse(date).atStartOfDay(AMSTERDAM).format(MOMENT));
    }

    /** A moment as it is; of a date, however partial, the start of its first day in the Netherlands. */
    static Optional<String> asMoment(String text) {
        return text.length() > DAY ? IsoTimes.moment(text) : firstDay(text).flatMap(MunicipalValues::startOfDay);
    }

    /** A local date and time ({@code 2026-04-19T09:30:00}) with the offset it had in the Netherlands. */
    static Optional<String> localMoment(String text) {
        return parsed(() -> LocalDateTime.parse(text).atZone(AMSTERDAM).format(MOMENT));
    }

    /** The Dutch time of day of a moment. */
    static Optional<String> timeOfDay(String moment) {
        return moment.length() <= DAY
                ? Optional.of("00:00:00")
                : parsed(() -> OffsetDateTime.parse(moment)
                        .atZoneSameInstant(AMSTERDAM)
                        .format(TIME));
    }

    /** StUF Tijdstip to the second. */
    static Optional<String> stufMoment(String text) {
        return STUF_TIME.matcher(text).matches()
                ? parsed(() -> LocalDateTime.parse(text.substring(0, 14), STUF)
                        .atZone(AMSTERDAM)
                        .format(MOMENT))
                : Optional.empty();
    }

    static Optional<String> stufStamp(String instant) {
        return parsed(() -> Instant.parse(instant).atZone(AMSTERDAM).format(STUF));
    }

    /** A whole date of which only the year is known (DatumGebruik 2). */
    static Optional<String> yearOf(String date) {
        return IsoTimes.date(date).filter(d -> d.length() == DAY).map(d -> d.substring(0, YEAR));
    }

    /** A whole date of which only year and month are known (DatumGebruik 1). */
    static Optional<String> monthOf(String date) {
        return IsoTimes.date(date).filter(d -> d.length() == DAY).map(d -> d.substring(0, MONTH));
    }

    /** How iWmo writes a partial date; {@link #dateUse} then says how much of it is known. */
    static Optional<String> firstDay(String date) {
        return IsoTimes.date(date).map(known -> known + UNKNOWN.substring(known.length() - YEAR));
    }

    /** COD170: 1 the day is unknown, 2 day and month are unknown; a whole date needs none. */
    static Optional<String> dateUse(String date) {
        return Optional.of(date.length()).filter(known -> known < DAY).map(known -> known == YEAR ? "2" : "1");
    }

    /** YYYYMMDD; what is unknown is 00, as Dutch registers write it. */
    static Optional<String> registerDate(String date) {
        return IsoTimes.date(date)
                .map(known -> known.replace("-", ""))
                .map(known -> known + "0000".substring(known.length() - YEAR));
    }

    /** Our own reference, where it is one. */
    static Optional<String> ourReference(String text) {
        return ReferralReference.parse(text).map(ReferralReference::text);
    }

    /** A random UUID as StUF wants it; another id gives always the same one. */
    static String uuid4(String id) {
        if (RANDOM_UUID.matcher(id).matches()) {
            return id;
        }
        UUID named = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        long version = (named.getMostSignificantBits() & ~0xF000L) | 0x4000L;
        return new UUID(version, named.getLeastSignificantBits()).toString();
    }

    /** The first characters of the hash of an id, where a format has no room for the id itself. */
    static String shortId(String id, int characters) {
        return Sha256.hex(id.getBytes(StandardCharsets.UTF_8)).substring(0, characters);
    }

    /** Digits with the zeros in front that a number type has lost. */
    static Optional<String> padded(String digits, int length) {
        return digits.matches("\\d{1," + length + "}")
                ? Optional.of("0".repeat(length - digits.length()) + digits)
                : Optional.empty();
    }

    /** An xs:double as plain decimals. */
    static Optional<String> decimal(String text) {
        return DOUBLE.matcher(text).matches() ? Optional.of(new BigDecimal(text).toPlainString()) : Optional.empty();
    }

    private static Optional<String> parsed(java.util.function.Supplier<String> reading) {
        try {
            return Optional.of(reading.get());
        } catch (DateTimeException invalid) {
            return Optional.empty();
        }
    }
}
