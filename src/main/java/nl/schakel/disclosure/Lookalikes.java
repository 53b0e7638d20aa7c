package nl.schakel.disclosure;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/** Brings characters that look alike to one: full width, accents, other scripts' letters and digits, and nothing at all. */
final class Lookalikes {
    private static final Map<Integer, Character> ALIKE = alike(
            // Cyrillic, then Greek, then some Latin that normalisation leaves as they are.
            "аАсСеЕоОрРхХуУкКмМтТвВнНіІѕЅјЈԁһԛԝЗбΑαΒβΕεΖΗΙιΚκΜΝνΟοΡρΤτΥυΧχıƖøØđĐłŁℓ∣ⅼ‐‑‒–—−·•․",
            "aAcCeEoOpPxXyYkKmMtTbBhHiIsSjJdhqw36AaBbEeZHIiKkMNvOoPpTtYuXxiIoOdDlLlll------...");

    /** Western letters, which are nearly all that is not ASCII here; each as what it is brought to. */
    private static final String[] WESTERN = western();

    private Lookalikes() {}

    private static String[] western() {
        String[] plain = new String[0x250];
        for (int i = 0x80; i < plain.length; i++) {
            plain[i] = one(i);
        }
        return plain;
    }

    private static Map<Integer, Character> alike(String from, String to) {
        if (from.length() != to.length()) {
            throw new IllegalStateException("Look-alikes come in pairs: " + from.length() + " and " + to.length());
        }
        Map<Integer, Character> pairs = new HashMap<>();
        for (int i = 0; i < from.length(); i++) {
            pairs.put((int) from.charAt(i), to.charAt(i));
        }
        return Map.copyOf(pairs);
    }

    static Reading plain(Reading text) {
        if (isPlain(text)) {
            return text;
        }
        Reading.Builder built = new Reading.Builder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                built.add(c, text.place(i));
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            int codePoint = pair ? Character.toCodePoint(c, text.charAt(i + 1)) : c;
            add(codePoint, text.place(i), built);
            i += pair ? 1 : 0;
        }
        return built.build(text.place(text.length()));
    }

    private static boolean isPlain(Reading text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static void add(int codePoint, int place, Reading.Builder into) {
        into.add(codePoint < WESTERN.length ? WESTERN[codePoint] : one(codePoint), place);
    }

    private static String one(int codePoint) {
        Character known = ALIKE.get(codePoint);
        if (known != null) {
            return known.toString();
        }
        StringBuilder plain = new StringBuilder();
        Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD)
                .codePoints()
                .forEach(part -> plain.append(part(part)));
        return plain.toString();
    }

    private static String part(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK -> "";
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR -> " ";
            case Character.DECIMAL_DIGIT_NUMBER -> number(codePoint);
            default ->
                ALIKE.getOrDefault(codePoint, codePoint < 0x10000 ? (char) codePoint : '?')
                        .toString();
        };
    }

    private static String number(int codePoint) {
        int value = Character.digit(codePoint, 10);
        return value >= 0 ? Integer.toString(value) : "?";
    }
}
