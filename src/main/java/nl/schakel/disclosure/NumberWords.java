package nl.schakel.disclosure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers that are written out, in Dutch, as digits: {@code een twee drie vier}, {@code zesenvijftig dertien}. */
final class NumberWords {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 18;
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
        Reading.Builder built = null;
        int at = 0;
        for (int from = 0; from < text.length(); from++) {
            int until = end(text, from);
            String digits = digits(text, from, until);
            if (digits != null) {
                built = built == null ? new Reading.Builder(text.length()) : built;
                copy(text, at, from, built);
                built.add(digits, text.place(from));
                at = until;
            }
            from = Math.max(from, until - 1);
        }
        if (built == null) {
            return Optional.empty();
        }
        copy(text, at, text.length(), built);
        return Optional.of(built.build(text.place(text.length())));
    }

    /** Behind the last letter of the word that begins here, or of its first letters when it is longer than any number. */
    private static int end(Reading text, int from) {
        int until = from;
        while (until < text.length() && until - from < LONGEST && isLetter(text.charAt(until))) {
            until++;
        }
        return until;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static @Nullable String digits(Reading text, int from, int until) {
        // The shortest and the most frequent first letters decide for nearly all words.
        return until - from < SHORTEST || "nedvztahNEDVZTAH".indexOf(text.charAt(from)) < 0
                ? null
                : NUMBERS.get(text.subSequence(from, until).toString().toLowerCase(Locale.ROOT));
    }

    private static void copy(Reading text, int from, int until, Reading.Builder into) {
        for (int i = from; i < until; i++) {
            into.add(text.charAt(i), text.place(i));
        }
    }
}
