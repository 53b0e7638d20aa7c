package nl.schakel.translate.tree;

import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/** Values as text, and what of a refused value may be shown. */
public final class Values {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9^._:/-]{1,24}");
    /** Where somebody lives fits into a code or a name too: a street, with its number or without, or a postcode. */
    private static final Pattern PLACE = Pattern.compile(
            "(?i).*(?:(?<!\\d)[1-9]\\d{3}[._/-]?[a-z]{2}(?![a-z0-9])|[a-z]{3,40}(?:straat|laan|weg|plein|plantsoen|hof|hofje"
                    + "|dreef|gracht|kade|singel|steeg|dijk|markt)(?:[._/-]?\\d{1,5}[a-z]?)?(?![a-z])).*");

    private static final Pattern TURNS = Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private Values() {}

    public static String text(Json value) {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        if (value instanceof Json.Num number) {
            return number.value().toPlainString();
        }
        return value instanceof Json.Bool bool ? Boolean.toString(bool.value()) : "";
    }

    /** Without the marks that turn the direction of text: people would read another word than stands there (Unicode TR 36). */
    public static String unturned(String text) {
        return TURNS.matcher(text).replaceAll("");
    }

    /**
     * A code of the format, such as a message type, as it is; anything longer or stranger, or that looks like a place,
     * only by its length.
     */
    public static String code(String text) {
        return HARMLESS.matcher(text).matches() && !isLikeAPlace(text) ? text : masked(text);
    }

    /** A name that the sender gave to a field, unless it looks like a place. */
    public static String name(String text) {
        return isLikeAPlace(text) ? "?" : text;
    }

    private static boolean isLikeAPlace(String text) {
        return PLACE.matcher(text).matches();
    }

    /** What a value was without saying it. */
    public static String masked(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return text.length() + (digits ? " digits" : " characters");
    }

    /** A refusal at this leaf; the value is masked. */
    public static Problem problem(ProblemCode code, Leaf at, String expected) {
        return Problem.at(code, at.place()).seen(masked(text(at.value()))).expected(expected);
    }
}
