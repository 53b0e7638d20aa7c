package nl.schakel.translate.laws;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Bsn;

/**
 * Changes some values of a message into others that could stand there: another person's number, another day, words with
 * diacritics and with the separators of every format we know, a value of another example, or nothing.
 */
final class Variation {
    private static final Pattern DAY = Pattern.compile("((?:19|20)\\d{2})(-?)(\\d{2})\\2(\\d{2})");
    private static final Pattern DUTCH_DAY = Pattern.compile("(\\d{2})-(\\d{2})-((?:19|20)\\d{2})");
    private static final Pattern WORDS = Pattern.compile("\\p{Lu}.*\\p{Ll}.*");
    private static final List<String> LETTERS = List.of(
            "a", "e", "n", "r", "s", "t", "ë", "ï", "é", "ç", "Ñ", "ß", "Ø", " ", "-", "'", ",", ".", "|", "^", "&",
            "~", "\\", ";", "\"", "<b>", "]]>", "&amp;", "{", "}", "=", "+", "@", "#", "%00", "${x}", "€", "ł", "ş",
            "中");
    private static final int MOST = 5;

    private final Dice dice;
    private final Map<String, String> persons = new HashMap<>();

    Variation(Dice dice) {
        this.dice = dice;
    }

    /** A message of the mapping that nobody has written. */
    static byte[] of(Corpus.Example example, Dice dice) {
        Draft draft = example.draft();
        new Variation(dice).change(example, draft);
        return draft.bytes();
    }

    private void change(Corpus.Example example, Draft draft) {
        persons(draft);
        Set<String> gone = new HashSet<>();
        for (int i = dice.below(MOST + 1); i > 0; i--) {
            List<Spot> spots = draft.spots();
            if (spots.isEmpty()) {
                return;
            }
            Spot spot = dice.of(spots);
            if (dice.chance(15) && gone.add(spot.place())) {
                spot.remove().run();
            } else if (dice.chance(30)) {
                spot.change().accept(dice.of(Corpus.values(example, spot)));
            } else {
                spot.change().accept(varied(spot.value(), draft));
            }
        }
    }

    /** The same number at all its places becomes the same other number. */
    private void persons(Draft draft) {
        if (dice.chance(50)) {
            draft.spots().stream()
                    .filter(spot -> Bsn.of(spot.value()).isPresent())
                    .forEach(spot ->
                            spot.change().accept(persons.computeIfAbsent(spot.value(), number -> anotherBsn())));
        }
    }

    private String anotherBsn() {
        while (true) {
            String digits = String.format("9999%05d", dice.below(100_000));
            if (Bsn.of(digits).isPresent()) {
                return digits;
            }
        }
    }

    private String varied(String value, Draft draft) {
        Matcher dutch = DUTCH_DAY.matcher(value);
        if (dutch.lookingAt()) {
            return day("", "dd-MM-yyyy") + value.substring(dutch.end());
        }
        Matcher day = DAY.matcher(value);
        if (day.lookingAt()) {
            return day(day.group(2), "yyyy-MM-dd") + value.substring(day.end());
        }
        if (value.matches("\\d{1,4}")) {
            return Integer.toString(dice.below(3000));
        }
        return WORDS.matcher(value).matches() ? words(draft) : value;
    }

    private String day(String separator, String pattern) {
        LocalDate day = LocalDate.of(1930, 1, 1).plusDays(dice.below(36_500));
        return day.format(
                DateTimeFormatter.ofPattern(separator.isEmpty() && pattern.startsWith("y") ? "yyyyMMdd" : pattern));
    }

    private String words(Draft draft) {
        StringBuilder words = new StringBuilder("W");
        for (int i = dice.below(24); i >= 0; i--) {
            String letter = dice.of(LETTERS);
            if (letter.chars().allMatch(c -> draft.holds((char) c))) {
                words.append(letter);
            }
        }
        return words.append('w').toString();
    }
}
