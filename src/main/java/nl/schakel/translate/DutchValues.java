package nl.schakel.translate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;

/** Dates, amounts and codes as people in the Netherlands write them; what can be read in two ways is refused. */
final class DutchValues {
    private static final Pattern DATE = Pattern.compile("(\\d{2})-(\\d{2})-(\\d{4})");
    private static final Pattern AMOUNT = Pattern.compile("(-?)(?:€ ?)?(\\d{1,3}(?:\\.\\d{3})+|\\d+)(?:,(\\d{1,2}))?");
    /** A point with one or two digits behind it cannot part thousands. */
    private static final Pattern POINT = Pattern.compile("-?\\d+\\.\\d{1,2}");

    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d)(?=(\\d{3})+$)");
    private static final Pattern GEMEENTE = Pattern.compile("(?:GM)?(\\d{3,4})");
    private static final Pattern YES = Pattern.compile("ja (\\d{4}-\\d{2}-\\d{2})");
    private static final Pattern ISO = Pattern.compile(
            "(?<![\\d-])\\d{4}-\\d{2}(?:-\\d{2}(?:T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2}))?)?(?![\\d-])");
    private static final int YEAR_AND_MONTH = 7;
    private static final List<String> MONTHS = List.of(
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december");
    private static final String UNKNOWN = "00";

    private DutchValues() {}

    /** DD-MM-YYYY with the precision that is known: {@code 00-00-1990} is the year alone. */
    static Optional<String> date(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return Optional.empty();
        }
        String iso = date.group(3) + '-' + date.group(2) + '-' + date.group(1);
        if (!UNKNOWN.equals(date.group(1))) {
            return IsoTimes.date(iso);
        }
        return IsoTimes.date(UNKNOWN.equals(date.group(2)) ? date.group(3) : iso.substring(0, 7));
    }

    static Optional<String> dayMonthYear(String iso) {
        Optional<String> date = iso.length() > 10 ? IsoTimes.day(iso) : IsoTimes.date(iso);
        return date.map(d -> {
            String whole = d + "-00-00";
            return whole.substring(8, 10) + '-' + whole.substring(5, 7) + '-' + whole.substring(0, 4);
        });
    }

    /** Every date or moment of ISO 8601 in a text as people write it: 9 april 2026, april 2026. A year stays a year. */
    static String datesInWords(String text) {
        return ISO.matcher(text).replaceAll(found -> inWords(found.group()));
    }

    private static String inWords(String iso) {
        return (iso.length() > YEAR_AND_MONTH ? IsoTimes.day(iso) : IsoTimes.date(iso))
                .map(date -> {
                    String month = MONTHS.get(Integer.parseInt(date.substring(5, 7)) - 1) + ' ' + date.substring(0, 4);
                    return date.length() > YEAR_AND_MONTH ? Integer.parseInt(date.substring(8)) + " " + month : month;
                })
                .orElse(iso);
    }

    /** A JSON number as it is; text with a comma for the decimals and points in threes for the thousands. */
    static Optional<BigDecimal> amount(Json value) {
        if (value instanceof Json.Num number) {
            return Optional.of(number.value());
        }
        String text = value.asText().map(String::strip).orElse("");
        if (text.length() > Limits.NUMBER_CHARACTERS) {
            return Optional.empty();
        }
        if (POINT.matcher(text).matches()) {
            return Optional.of(new BigDecimal(text));
        }
        Matcher amount = AMOUNT.matcher(text);
        return amount.matches() ? Optional.of(new BigDecimal(digits(amount))) : Optional.empty();
    }

    private static String digits(Matcher amount) {
        String whole = amount.group(1) + amount.group(2).replace(".", "");
        return amount.group(3) == null ? whole : whole + '.' + amount.group(3);
    }

    /** The way back: {@code 1284.50} becomes {@code 1.284,50}. */
    static String written(String number) {
        int point = number.indexOf('.');
        String whole = point < 0 ? number : number.substring(0, point);
        return THOUSANDS.matcher(whole).replaceAll(".") + (point < 0 ? "" : ',' + number.substring(point + 1));
    }

    /** Four digits, whatever the sender writes: {@code GM0772}, {@code 0772}, {@code GM772}. */
    static Optional<String> gemeentecode(String text) {
        Matcher code = GEMEENTE.matcher(text);
        return code.matches() ? Optional.of("0".repeat(4 - code.group(1).length()) + code.group(1)) : Optional.empty();
    }

    /** The day of a yes; a plain {@code nee} has none and is handled by its own rows. */
    static Optional<String> yesSince(String text) {
        Matcher yes = YES.matcher(text);
        return yes.matches() ? IsoTimes.date(yes.group(1)) : Optional.empty();
    }
}
