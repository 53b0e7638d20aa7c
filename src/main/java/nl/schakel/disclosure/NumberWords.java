package nl.schakel.disclosure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers that are written out, in Dutch, as digits: {@code een twee drie vier}, {@code zesenvijftig dertien}. */
final class NumberWords {
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,18}");
    private static final Map<String, String> NUMBERS = numbers();

    private NumberWords() {}

    private static Map<String, String> numbers() {
        String[] low =
                ("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
                                + " zeventien achttien negentien")
                        .split(" ", -1);
        String[] tens = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split(" ", -1);
        Map<String, String> numbers = new HashMap<>();
        for (int i = 0; i < low.length; i++) {
            numbers.put(low[i], Integer.toString(i));
        }
        for (int ten = 0; ten < tens.length; ten++) {
            numbers.put(tens[ten], Integer.toString(20 + 10 * ten));
            for (int one = 1; one < 10; one++) {
                numbers.put(low[one] + "en" + tens[ten], Integer.toString(20 + 10 * ten + one));
            }
        }
        numbers.put("honderd", "100");
        return Map.copyOf(numbers);
    }

    /** Empty when no number is written out. */
    static Optional<Reading> asDigits(Reading text) {
        Matcher matcher = WORD.matcher(text);
        Reading.Builder built = new Reading.Builder(text.length());
        int at = 0;
        boolean any = false;
        while (matcher.find()) {
            String digits = digits(text, matcher);
            if (digits != null) {
                any = true;
                copy(text, at, matcher.start(), built);
                built.add(digits, text.place(matcher.start()));
                at = matcher.end();
            }
        }
        copy(text, at, text.length(), built);
        return any ? Optional.of(built.build(text.place(text.length()))) : Optional.empty();
    }

    private static @org.jspecify.annotations.Nullable String digits(Reading text, Matcher matcher) {
        // The shortest and the most frequent first letters decide for nearly all words.
        return "nedvztahNEDVZTAH".indexOf(text.charAt(matcher.start())) < 0
                ? null
                : NUMBERS.get(matcher.group().toLowerCase(Locale.ROOT));
    }

    private static void copy(Reading text, int from, int until, Reading.Builder into) {
        for (int i = from; i < until; i++) {
            into.add(text.charAt(i), text.place(i));
        }
    }
}
