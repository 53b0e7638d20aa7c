package nl.schakel.translate.mail;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/** Quoted-printable (RFC 2045 section 6.7), strictly: an equals sign is two hexadecimal digits or the end of a line. */
final class QuotedPrintable {
    /** Blanks before the end of a line were put there on the way. */
    private static final Pattern TRAILING = Pattern.compile("[ \\t]+(?=\\r?\\n|$)");

    private QuotedPrintable() {}

    /** @param written one character for each byte */
    static Optional<byte[]> decoded(String written) {
        String text = TRAILING.matcher(written).replaceAll("");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '=') {
                bytes.write(c);
                at++;
                continue;
            }
            int soft = softEnd(text, at + 1);
            int value = soft > 0 ? 0 : octet(text, at + 1);
            if (value < 0) {
                return Optional.empty();
            }
            if (soft == 0) {
                bytes.write(value);
            }
            at += soft > 0 ? soft + 1 : 3;
        }
        return Optional.of(bytes.toByteArray());
    }

    private static int softEnd(String text, int at) {
        return text.startsWith("\r\n", at) ? 2 : text.startsWith("\n", at) ? 1 : 0;
    }

    /** The byte that two hexadecimal digits stand for; -1 when they are none. */
    static int octet(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
