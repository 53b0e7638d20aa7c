package nl.schakel.disclosure;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Text that is written as Base64 or as hexadecimal numbers inside another text, over several lines too. */
final class Encodings {
    /** Fewer characters hold no place. */
    private static final int BASE64 = 10;
    /** What is broken over lines has lines of at least this. */
    private static final int BASE64_LINE = 60;

    private static final int HEX = 16;
    private static final byte[] VALUES = values();
    private static final byte NONE = -1;

    private final Reading text;
    private final Found found;

    private Encodings(Reading text, Found found) {
        this.text = text;
        this.found = found;
    }

    /** Told of each: what it says, where it begins, and behind its end. */
    interface Found {
        void says(String words, int from, int until);
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        values['-'] = values['+'];
        values['_'] = values['/'];
        return values;
    }

    static void find(Reading text, Found found) {
        Encodings encodings = new Encodings(text, found);
        encodings.base64();
        encodings.hex();
    }

    private void base64() {
        int joinedFrom = -1;
        for (int i = 0; i < text.length(); i++) {
            int from = i;
            while (i < text.length() && base64(text.charAt(i)) != NONE) {
                i++;
            }
            if (i - from >= BASE64) {
                decoded(from, i);
            }
            if (joinedFrom >= 0 && !isContinued(from, i)) {
                decoded(joinedFrom, i);
                joinedFrom = -1;
            } else if (joinedFrom < 0 && isContinued(from, i)) {
                joinedFrom = from;
            }
            i = joinedFrom >= 0 ? lineEnd(i) : i;
        }
    }

    /** Whether the next line goes on with what began or went on here. */
    private boolean isContinued(int from, int until) {
        int next = lineEnd(until) + 1;
        return until - from >= BASE64_LINE && next > until && next < text.length() && base64(text.charAt(next)) != NONE;
    }

    /** The last character of the line's end that begins here; the one before when none does. */
    private int lineEnd(int at) {
        int last = at < text.length() && text.charAt(at) == '\r' ? at + 1 : at;
        return last < text.length() && text.charAt(last) == '\n' ? last : at - 1;
    }

    private void decoded(int from, int until) {
        byte[] bytes = new byte[(until - from) * 3 / 4];
        int size = 0;
        int bits = 0;
        int held = 0;
        for (int i = from; i < until; i++) {
            int value = base64(text.charAt(i));
            if (value == NONE) {
                continue;
            }
            held = held << 6 | value;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                byte one = (byte) (held >> bits);
                if (isControl(one)) {
                    return;
                }
                bytes[size++] = one;
            }
        }
        tell(Arrays.copyOf(bytes, size), from, until);
    }

    private static byte base64(char c) {
        return c < 128 ? VALUES[c] : NONE;
    }

    private void hex() {
        for (int i = 0; i < text.length(); i++) {
            int from = i;
            while (i < text.length() && isHex(text.charAt(i))) {
                i++;
            }
            if (i - from >= HEX) {
                numbers(from, from + (i - from) / 2 * 2);
            }
        }
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private void numbers(int from, int until) {
        byte[] bytes = new byte[(until - from) / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (Character.digit(text.charAt(from + 2 * i), 16) << 4
                    | Character.digit(text.charAt(from + 2 * i + 1), 16));
            if (isControl(bytes[i])) {
                return;
            }
        }
        tell(bytes, from, until);
    }

    private void tell(byte[] bytes, int from, int until) {
        String words = text(bytes);
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == 0xFFFD || (c >= 0x7F && c < 0xA0)) {
                return;
            }
        }
        if (!words.isBlank()) {
            found.says(words, from, until);
        }
    }

    /** No text holds it in any character set; most words of a language end here after a few letters. */
    private static boolean isControl(byte one) {
        return (one >= 0 && one < ' ' && one != '\n' && one != '\r' && one != '\t') || one == 0x7F;
    }

    /** UTF-8, or else the character set in which every byte means something. */
    static String text(byte[] bytes) {
        return utf8(bytes).orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Without an exception, which would cost more than all the rest for words that are no text. */
    private static Optional<String> utf8(byte[] bytes) {
        if (isSurelyNotUtf8(bytes)) {
            return Optional.empty();
        }
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), characters, true);
        return result.isError()
                ? Optional.empty()
                : Optional.of(characters.flip().toString());
    }

    /** Whether a character of several bytes lacks its second or its first: nearly every word that is no text ends here. */
    private static boolean isSurelyNotUtf8(byte[] bytes) {
        boolean within = false;
        for (int i = 0; i < bytes.length; i++) {
            boolean follows = (bytes[i] & 0xC0) == 0x80;
            boolean begins = (bytes[i] & 0xC0) == 0xC0;
            boolean followed = i + 1 < bytes.length && (bytes[i + 1] & 0xC0) == 0x80;
            if ((follows && !within) || (begins && !followed)) {
                return true;
            }
            within = begins || follows;
        }
        return false;
    }
}
