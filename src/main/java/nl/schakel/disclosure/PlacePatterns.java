package nl.schakel.disclosure;

import static nl.schakel.disclosure.Anchor.DEGREES;
import static nl.schakel.disclosure.Anchor.DOMAIN;
import static nl.schakel.disclosure.Anchor.DOTTED_DIGITS;
import static nl.schakel.disclosure.Anchor.EIGHT_DIGITS;
import static nl.schakel.disclosure.Anchor.FOUR_DIGITS;
import static nl.schakel.disclosure.Mark.Kind.COORDINATES;
import static nl.schakel.disclosure.Mark.Kind.HOST;
import static nl.schakel.disclosure.Mark.Kind.POSTCODE;
import static nl.schakel.disclosure.Mark.Kind.STAY;
import static nl.schakel.disclosure.Mark.Kind.STREET;
import static nl.schakel.disclosure.Mark.Kind.TELEPHONE;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a place looks like in Dutch text, whoever's place it is. Every repetition is bounded, so that the cost grows with the
 * length of the text and with nothing else; and each is tried only around its {@link Anchor}.
 */
final class PlacePatterns {
    /** After a year these letters are nearly always a kind of organisation or a country. */
    private static final Set<String> AFTER_A_YEAR =
            Set.of("MO", "BW", "VO", "PI", "HA", "ZH", "EU", "NL", "ID", "WW", "OK", "SV", "RO", "CV", "DD");

    private static final Set<String> SMALL_WORDS = Set.of(
            "aan", "al", "bij", "de", "dd", "en", "er", "ge", "ik", "in", "is", "je", "ju", "me", "na", "nu", "of",
            "om", "op", "te", "tm", "tv", "ze", "we", "zo", "zn", "hr", "mw", "km", "gr", "mg", "ml", "cm", "mm", "nl",
            "x");

    private static final String STREETS =
            "(?:straat|laan|weg|plein|hof|dreef|gracht|kade|singel|pad|plantsoen|steeg|dijk|baan|markt|wal|akker|hage)";
    private static final String NUMBER = "[ ,]{0,3}(?:nr\\.? ?|nummer |huisnummer )?\\d{1,5}";

    private static final String ALPHABET = "(?i:" + String.join("|", Anchor.SPELLED.words()) + ")";

    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");

    private static final String NAMED =
            "(?:[ ]{1,2}(?i:is|van|in|te|aan|op|heet|genaamd|de|het|een|nu)){0,3} ?:?[ ]{0,2}[\"'(]?";
    private static final String NO_PLACE =
            "(?!(?:GGZ|CTI|WMO|Wmo|WSNP|WLZ|Wlz|WW|WIA|SHV|MO|BW|Ziektewet|Wajong|Bijstand|Wsnp"
                    + "|Toegang|Participatiewet|Nederland|ZRM|PTSS|IHT|FACT|HIC)(?!\\p{L}))";

    /** They also matter in a text whose numbers were written out. */
    static final List<Sight> NUMBERED = List.of(
            new Sight(
                    FOUR_DIGITS,
                    POSTCODE,
                    Pattern.compile("(?<![\\p{L}\\d])([1-9](?:[ ._/-]?\\d){3})[ ._/-]{0,3}([A-Z])[ ._-]{0,2}([A-Z])"
                            + "(?!\\p{L})"),
                    PlacePatterns::isNoYear),
            new Sight(
                    FOUR_DIGITS,
                    POSTCODE,
                    Pattern.compile(
                            "(?<![\\p{L}\\d])(?:[1-9]\\d{3} ?([a-z]{2})(?:(?<=\\d[a-z]{2})(?![\\p{L}\\d])"
                                    + "| ?\\d{1,5}(?!\\d))"
                                    + "|[1-9](?: \\d){3} ([a-z]) ?[a-z](?!\\p{L})|[1-9]\\d ?\\d\\d ([A-Za-z]) [A-Za-z](?!\\p{L}))"),
                    match -> match.group(1) == null || !SMALL_WORDS.contains(match.group(1))),
            Sight.of(
                    Anchor.SPELLED, POSTCODE, "(?<!\\d)[1-9](?: ?\\d){3}[ ,]{1,3}" + ALPHABET + "[ ,]{1,3}" + ALPHABET),
            telephone("(?:\\+ ?31|(?<!\\d)0031)[ .()-]{0,3}(?:0\\))?[ .-]{0,2}[1-9](?:[ .-]?\\d){8}(?!\\d)"),
            telephone("(?<!\\d)(?<!\\d[-/.:])\\(?(?:06|0[1-79]\\d{1,2}|08[58])\\)?[ ./-]{0,3}[1-9](?:[ .-]?\\d){5,8}"
                    + "(?!\\d)"),
            telephone("(?<!\\d)0(?:[ .-]\\d){9}(?!\\d)"),
            Sight.of(Anchor.STREET, STREET, "(?<!\\p{L})\\p{Lu}[\\p{L}'.-]{1,40}" + STREETS + NUMBER),
            Sight.of(
                    Anchor.STREET,
                    STREET,
                    "(?<!\\p{L})\\p{Lu}\\p{L}{1,40}(?:straat|laan|gracht|singel|dreef|steeg)(?!\\p{L})"),
            Sight.of(
                    Anchor.STREET,
                    STREET,
                    "(?<!\\p{L})\\p{Ll}{3,40}(?:straat|laan|gracht|singel|dreef|steeg|plein|plantsoen)" + NUMBER));

    /** Everything that looks like a place. */
    static final List<Sight> ALL = Stream.concat(
                    NUMBERED.stream(),
                    Stream.of(
                            Sight.of(
                                    Anchor.LATITUDE,
                                    COORDINATES,
                                    "(?<![\\d.,])5[0-3][.,]\\d{2,10} ?°? ?[Nn]?[ ,;/]{1,4}0?[3-7][.,]\\d{2,10}"),
                            Sight.of(DEGREES, COORDINATES, "(?<!\\d)5[0-3] ?° ?[0-5]?\\d"),
                            Sight.of(
                                    Anchor.FIVE_DIGITS,
                                    COORDINATES,
                                    "(?<!\\d)[12]?\\d{5}[.,]? ?[,;/ ] ?[3-6]\\d{5}(?!\\d)"),
                            Sight.of(Anchor.POINT, COORDINATES, "geo:-?\\d|///[a-z]{2,20}\\.[a-z]{2,20}\\.[a-z]{2,20}"),
                            Sight.of(
                                    Anchor.MAILBOX,
                                    HOST,
                                    "[A-Za-z0-9._+-]{1,64} ?(?:@|\\(at\\)|\\[at]) ?[A-Za-z0-9-]{1,63}"
                                            + "(?:\\.[A-Za-z0-9-]{1,63}){1,5}"),
                            Sight.of(Anchor.LINK, HOST, "(?i:https?:/|www\\.)"),
                            Sight.of(
                                    DOMAIN,
                                    HOST,
                                    "(?i)(?<![\\w.@-])(?:[a-z0-9-]{2,63}\\.){1,4}"
                                            + "(?:nl|com|org|eu|net|info|frl|local|lan|example)(?![\\w-])"),
                            Sight.of(DOTTED_DIGITS, HOST, "(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\d.])"),
                            Sight.of(
                                    Anchor.REFUGE,
                                    STAY,
                                    "(?i:basisschool|school|kinderopvang|kinderdagverblijf|peuterspeelzaal|opvanghuis"
                                            + "|blijf-?huis|vrouwenopvang|noodopvang|crisisopvang|safe ?house|schuiladres"
                                            + "|logeeradres|onderduikadres|verblijfplaats|verblijfadres|schuilplaats)"
                                            + NAMED + NO_PLACE + "\\p{Lu}[\\p{L}-]{2,40}"),
                            Sight.of(
                                    Anchor.STAY,
                                    STAY,
                                    "(?<!\\p{L})(?i:verblijft|verblijven|verblijf|ondergedoken|ondergebracht|schuilt"
                                            + "|logeert|woont|slaapt|zit|gevlucht|verhuisd)(?:[ ]{1,2}\\p{Ll}{1,12}){0,3}"
                                            + "[ ]{1,2}(?:in|te|op|bij|aan|naar)[ ]{1,2}(?:\\p{Ll}{1,12}[ ]{1,2}){0,2}"
                                            + NO_PLACE + "\\p{Lu}[\\p{L}-]{2,40}")))
            .toList();

    private PlacePatterns() {}

    static void find(Reading text, Consumer<Mark> found) {
        each(ALL, text, found);
    }

    static void numbered(Reading text, Consumer<Mark> found) {
        each(NUMBERED, text, found);
    }

    private static void each(List<Sight> sights, Reading text, Consumer<Mark> found) {
        Anchors anchors = Anchors.in(text);
        sights.forEach(sight -> sight.find(text, anchors, found));
    }

    private static Sight telephone(String pattern) {
        return new Sight(EIGHT_DIGITS, TELEPHONE, Pattern.compile(pattern), PlacePatterns::isTelephone);
    }

    private static boolean isNoYear(Matcher postcode) {
        return !YEAR.matcher(postcode.group(1)).matches()
                || !AFTER_A_YEAR.contains(postcode.group(2) + postcode.group(3));
    }

    private static boolean isTelephone(Matcher match) {
        String digits = match.group().replaceAll("\\D", "");
        boolean national = digits.startsWith("0") && !digits.startsWith("00");
        return !national || digits.length() == 10;
    }
}
