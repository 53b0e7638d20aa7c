package nl.schakel.disclosure;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Undoes what formats do to characters: entities and tags of HTML, escapes of JSON and HL7 v2, percent signs of addresses and
 * quoted-printable of mail. Undone twice, because what is written twice is read twice.
 */
final class Escapes {
    private static final Pattern ESCAPED = Pattern.compile(
            "&#[xX]([0-9A-Fa-f]{1,6});?|&#([0-9]{1,7});?|&([A-Za-z]{2,8});"
                    + "|\\\\u([0-9A-Fa-f]{4})|\\\\X([0-9A-Fa-f]{2,4})\\\\|%([0-9A-Fa-f]{2})|=([0-9A-F]{2})|(=\\r?\\n)|(\\\\[nrt])");
    private static final Pattern TAG = Pattern.compile("</?[A-Za-z!][^<>]{0,400}>");
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("ensp", " "),
            Map.entry("emsp", " "),
            Map.entry("thinsp", " "),
            Map.entry("shy", ""),
            Map.entry("zwj", ""),
            Map.entry("zwnj", ""),
            Map.entry("commat", "@"),
            Map.entry("period", "."),
            Map.entry("num", "#"),
            Map.entry("hyphen", "-"),
            Map.entry("ndash", "-"));

    private Escapes() {}

    static Reading undone(Reading text) {
        return once(once(text));
    }

    private static Reading once(Reading text) {
        if (!holds(text, "&\\%=")) {
            return text;
        }
        Matcher matcher = ESCAPED.matcher(text);
        Reading.Builder built = new Reading.Builder(text.length());
        int at = 0;
        while (matcher.find()) {
            copy(text, at, matcher.start(), built);
            built.add(meaning(matcher), text.place(matcher.start()));
            at = matcher.end();
        }
        copy(text, at, text.length(), built);
        return built.build(text.place(text.length()));
    }

    private static boolean holds(Reading text, String any) {
        for (int i = 0; i < text.length(); i++) {
            if (any.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String meaning(Matcher matcher) {
        if (matcher.group(1) != null) {
            return character(Integer.parseInt(matcher.group(1), 16));
        }
        if (matcher.group(2) != null) {
            return character(Integer.parseInt(matcher.group(2)));
        }
        if (matcher.group(3) != null) {
            return NAMED.getOrDefault(matcher.group(3), matcher.group());
        }
        for (int hex = 4; hex <= 7; hex++) {
            if (matcher.group(hex) != null) {
                return character(Integer.parseInt(matcher.group(hex), 16));
            }
        }
        return matcher.group(8) != null ? "" : " ";
    }

    private static String character(int codePoint) {
        return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : " ";
    }

    /** The text as a browser shows it; the same object when there are no tags. */
    static Reading withoutTags(Reading text) {
        Matcher matcher = TAG.matcher(text);
        if (!holds(text, "<") || !matcher.find()) {
            return text;
        }
        Reading.Builder built = new Reading.Builder(text.length());
        int at = 0;
        do {
            copy(text, at, matcher.start(), built);
            at = matcher.end();
        } while (matcher.find());
        copy(text, at, text.length(), built);
        return built.build(text.place(text.length()));
    }

    private static void copy(Reading text, int from, int until, Reading.Builder into) {
        for (int i = from; i < until; i++) {
            into.add(text.charAt(i), text.place(i));
        }
    }
}
