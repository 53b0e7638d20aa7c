package nl.schakel.disclosure;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a place looks like in Dutch text, whoever's place it is. Every repetition is bounded, so that the cost grows with the
 * length of the text and with nothing else.
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

    private static final String ALPHABET =
            "(?:alfa|alpha|anton|bravo|bernard|bernhard|charlie|cornelis|delta|dirk|echo|eduard|foxtrot|ferdinand|golf"
                    + "|gerard|hotel|hendrik|india|izaak|juliet|julius|jan|kilo|karel|lima|lodewijk|mike|maria|november|nico"
                    + "|oscar|otto|papa|pieter|quebec|romeo|rudolf|sierra|simon|tango|theodoor|uniform|utrecht|victor|whiskey"
                    + "|willem|xray|xantippe|yankee|zulu|zaandam)";

    private static final Pattern POSTCODE = Pattern.compile(
            "(?<![\\p{L}\\d])([1-9](?:[ ._/-]?\\d){3})[ ._/-]{0,3}" + "([A-Z])[ ._-]{0,2}([A-Z])(?!\\p{L})");
    private static final Pattern POSTCODE_SMALL = Pattern.compile(
            "(?<![\\p{L}\\d])(?:[1-9]\\d{3} ?([a-z]{2})(?:(?<=\\d[a-z]{2})(?![\\p{L}\\d])| ?\\d{1,5}(?!\\d))"
                    + "|[1-9](?: \\d){3} ([a-z]) ?[a-z](?!\\p{L})|[1-9]\\d ?\\d\\d ([A-Za-z]) [A-Za-z](?!\\p{L}))");
    private static final Pattern POSTCODE_SPELLED =
            Pattern.compile("(?<!\\d)[1-9](?: ?\\d){3}[ ,]{1,3}(?i:" + ALPHABET + ")[ ,]{1,3}(?i:" + ALPHABET + ")");
    private static final List<Pattern> STREET = List.of(
            Pattern.compile("(?<!\\p{L})\\p{Lu}[\\p{L}'.-]{1,40}" + STREETS
                    + "[ ,]{0,3}(?:nr\\.? ?|nummer |huisnummer )?\\d{1,5}"),
            Pattern.compile("(?<!\\p{L})\\p{Lu}\\p{L}{1,40}(?:straat|laan|gracht|singel|dreef|steeg)(?!\\p{L})"),
            Pattern.compile("(?<!\\p{L})\\p{Ll}{3,40}(?:straat|laan|gracht|singel|dreef|steeg|plein|plantsoen)"
                    + "[ ,]{0,3}(?:nr\\.? ?|nummer |huisnummer )?\\d{1,5}"));
    private static final List<Pattern> TELEPHONE = List.of(
            Pattern.compile("(?:\\+ ?31|(?<!\\d)0031)[ .()-]{0,3}(?:0\\))?[ .-]{0,2}[1-9](?:[ .-]?\\d){8}(?!\\d)"),
            Pattern.compile(
                    "(?<!\\d)(?<!\\d[-/.:])\\(?(?:06|0[1-79]\\d{1,2}|08[58])\\)?[ ./-]{0,3}[1-9](?:[ .-]?\\d){5,8}"
                            + "(?!\\d)"),
            Pattern.compile("(?<!\\d)0(?:[ .-]\\d){9}(?!\\d)"));
    private static final List<Pattern> COORDINATES = List.of(
            Pattern.compile("(?<![\\d.,])5[0-3][.,]\\d{2,10} ?°? ?[Nn]?[ ,;/]{1,4}0?[3-7][.,]\\d{2,10}"),
            Pattern.compile("(?<!\\d)5[0-3] ?° ?[0-5]?\\d"),
            Pattern.compile("(?<!\\d)[12]?\\d{5}[.,]? ?[,;/ ] ?[3-6]\\d{5}(?!\\d)"),
            Pattern.compile("geo:-?\\d|///[a-z]{2,20}\\.[a-z]{2,20}\\.[a-z]{2,20}"));
    private static final Pattern MAILBOX = Pattern.compile(
            "[A-Za-z0-9._+-]{1,64} ?(?:@|\\(at\\)|\\[at]) ?[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,5}");
    private static final Pattern AT = Pattern.compile("@|\\(at\\)|\\[at]");
    private static final List<Pattern> HOST = List.of(
            Pattern.compile("(?i:https?:/|www\\.)"),
            Pattern.compile(
                    "(?i)(?<![\\w.@-])(?:[a-z0-9-]{2,63}\\.){1,4}(?:nl|com|org|eu|net|info|frl|local|lan|example)"
                            + "(?![\\w-])"),
            Pattern.compile("(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\d.])"));
    private static final String NAMED =
            "(?:[ ]{1,2}(?i:is|van|in|te|aan|op|heet|genaamd|de|het|een|nu)){0,3} ?:?[ ]{0,2}[\"'(]?";
    private static final String NO_PLACE =
            "(?!(?:GGZ|CTI|WMO|Wmo|WSNP|WLZ|Wlz|WW|WIA|SHV|MO|BW|Ziektewet|Wajong|Bijstand|Wsnp"
                    + "|Toegang|Participatiewet|Nederland|ZRM|PTSS|IHT|FACT|HIC)(?!\\p{L}))";
    private static final List<Pattern> STAY = List.of(
            Pattern.compile(
                    "(?i:basisschool|school|kinderopvang|kinderdagverblijf|peuterspeelzaal|opvanghuis|blijf-?huis"
                            + "|vrouwenopvang|noodopvang|crisisopvang|safe ?house|schuiladres|logeeradres|onderduikadres|verblijfplaats"
                            + "|verblijfadres|schuilplaats)" + NAMED + NO_PLACE + "\\p{Lu}[\\p{L}-]{2,40}"),
            Pattern.compile(
                    "(?<!\\p{L})(?i:verblijft|verblijven|verblijf|ondergedoken|ondergebracht|schuilt|logeert|woont|slaapt"
                            + "|zit|gevlucht|verhuisd)(?:[ ]{1,2}\\p{Ll}{1,12}){0,3}[ ]{1,2}(?:in|te|op|bij|aan|naar)"
                            + "[ ]{1,2}(?:\\p{Ll}{1,12}[ ]{1,2}){0,2}" + NO_PLACE + "\\p{Lu}[\\p{L}-]{2,40}"));

    private PlacePatterns() {}

    /** Everything that looks like a place. */
    static void find(Reading text, Consumer<Mark> found) {
        numbered(text, found);
        each(COORDINATES, Mark.Kind.COORDINATES, text, found);
        if (AT.matcher(text).find()) {
            each(List.of(MAILBOX), Mark.Kind.HOST, text, found);
        }
        each(HOST, Mark.Kind.HOST, text, found);
        each(STAY, Mark.Kind.STAY, text, found);
    }

    /** What also matters in a text whose numbers were written out. */
    static void numbered(Reading text, Consumer<Mark> found) {
        if (digits(text) >= 4) {
            postcodes(text, found);
            telephones(text, found);
        }
        each(STREET, Mark.Kind.STREET, text, found);
    }

    private static int digits(Reading text) {
        int digits = 0;
        for (int i = 0; i < text.length() && digits < 4; i++) {
            digits += text.charAt(i) >= '0' && text.charAt(i) <= '9' ? 1 : 0;
        }
        return digits;
    }

    private static void postcodes(Reading text, Consumer<Mark> found) {
        Matcher big = POSTCODE.matcher(text);
        while (big.find()) {
            String letters = big.group(2) + big.group(3);
            boolean year = big.group(1).matches("(?:19|20)\\d\\d") && AFTER_A_YEAR.contains(letters);
            if (!year) {
                found.accept(text.mark(Mark.Kind.POSTCODE, big.start(), big.end()));
            }
        }
        Matcher small = POSTCODE_SMALL.matcher(text);
        while (small.find()) {
            if (small.group(1) == null || !SMALL_WORDS.contains(small.group(1))) {
                found.accept(text.mark(Mark.Kind.POSTCODE, small.start(), small.end()));
            }
        }
        each(List.of(POSTCODE_SPELLED), Mark.Kind.POSTCODE, text, found);
    }

    private static void telephones(Reading text, Consumer<Mark> found) {
        for (Pattern pattern : TELEPHONE) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                String digits = matcher.group().replaceAll("\\D", "");
                boolean national = digits.startsWith("0") && !digits.startsWith("00");
                if (!national || digits.length() == 10) {
                    found.accept(text.mark(Mark.Kind.TELEPHONE, matcher.start(), matcher.end()));
                }
            }
        }
    }

    private static void each(List<Pattern> patterns, Mark.Kind kind, Reading text, Consumer<Mark> found) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                found.accept(text.mark(kind, matcher.start(), matcher.end()));
            }
        }
    }
}
