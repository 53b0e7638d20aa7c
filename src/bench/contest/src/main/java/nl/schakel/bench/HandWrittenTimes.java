package nl.schakel.bench;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Dates of HL7 v2 and the BSN's proof, as somebody in a hurry for speed would write them. Empty stays empty. */
final class HandWrittenTimes {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final int DATE = 8;
    private static final int MINUTES = 12;
    private static final int SECONDS = 14;

    private HandWrittenTimes() {}

    /** Precision stays: a year, a month or a day. */
    static String date(String ts) {
        String digits = zoneless(ts);
        if (digits.length() < DATE) {
            return partial(digits);
        }
        String month = digits.substring(4, 6);
        String day = digits.substring(6, 8);
        if ("00".equals(month) || "00".equals(day)) {
            return partial("00".equals(month) ? digits.substring(0, 4) : digits.substring(0, 6));
        }
        return LocalDate.of(number(digits, 0, 4), number(digits, 4, 6), number(digits, 6, 8))
                .toString();
    }

    private static String partial(String digits) {
        return digits.length() == 6 ? digits.substring(0, 4) + '-' + digits.substring(4) : digits;
    }

    static String day(String ts) {
        String date = date(ts);
        return date.isEmpty() || date.length() == 10 ? date : refused();
    }

    private static String refused() {
        throw new IllegalArgumentException("no whole date");
    }

    static String dateTime(String ts) {
        String digits = zoneless(ts);
        if (digits.length() < MINUTES) {
            return date(ts);
        }
        LocalDateTime local = local(digits);
        String zone = offset(ts, digits, local).getId();
        StringBuilder text = new StringBuilder(25).append(local.toLocalDate()).append('T');
        text.append(digits, 8, 10).append(':').append(digits, 10, 12).append(':');
        text.append(digits.length() >= SECONDS ? digits.substring(12, 14) : "00");
        return text.append("Z".equals(zone) ? "+00:00" : zone).toString();
    }

    static String instant(String ts) {
        String digits = zoneless(ts);
        LocalDateTime local = local(digits);
        return local.toInstant(offset(ts, digits, local)).toString();
    }

    private static ZoneOffset offset(String ts, String digits, LocalDateTime local) {
        return digits.length() == ts.length()
                ? ZONE.getRules().getOffset(local)
                : ZoneOffset.of(ts.substring(ts.length() - 5));
    }

    private static LocalDateTime local(String digits) {
        return LocalDateTime.of(
                number(digits, 0, 4),
                number(digits, 4, 6),
                number(digits, 6, 8),
                number(digits, 8, 10),
                number(digits, 10, 12),
                digits.length() >= SECONDS ? number(digits, 12, 14) : 0);
    }

    private static String zoneless(String ts) {
        int sign = Math.max(ts.indexOf('+'), ts.indexOf('-'));
        return sign < 0 ? ts : ts.substring(0, sign);
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    static boolean elevenProof(String bsn) {
        if (bsn.length() != 9) {
            return false;
        }
        int sum = -(bsn.charAt(8) - '0');
        for (int i = 0; i < 8; i++) {
            sum += (9 - i) * (bsn.charAt(i) - '0');
        }
        return sum % 11 == 0;
    }
}
