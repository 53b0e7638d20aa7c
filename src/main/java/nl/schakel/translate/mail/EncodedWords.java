package nl.schakel.translate.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.translate.csv.CsvDialect;

/** Words of a header that are not ASCII: {@code =?utf-8?Q?Jo=C3=ABlle?=} (RFC 2047). */
final class EncodedWords {
    private static final Pattern WORD = Pattern.compile("=\\?([A-Za-z0-9-]{1,20})\\?([BbQq])\\?([^? \\t]*)\\?=");
    /** Blanks between two encoded words are no blanks (RFC 2047 section 6.2). */
    private static final Pattern BETWEEN = Pattern.compile("(\\?=)[ \\t]+(=\\?)");

    private EncodedWords() {}

    /** The text; empty when a word cannot be decoded. */
    static Optional<String> decoded(String header) {
        Matcher word = WORD.matcher(BETWEEN.matcher(header).replaceAll("$1$2"));
        StringBuilder text = new StringBuilder();
        while (word.find()) {
            Optional<String> plain = decoded(word.group(1), word.group(2), word.group(3));
            if (plain.isEmpty()) {
                return Optional.empty();
            }
            word.appendReplacement(text, Matcher.quoteReplacement(plain.get()));
        }
        return Optional.of(word.appendTail(text).toString());
    }

    private static Optional<String> decoded(String charset, String encoding, String text) {
        Optional<byte[]> bytes = "B".equals(encoding.toUpperCase(Locale.ROOT)) ? base64(text) : quoted(text);
        return bytes.flatMap(b -> charset(charset).flatMap(c -> decoded(b, c)));
    }

    /** Character sets that a mail may use. */
    static Optional<Charset> charset(String name) {
        return "us-ascii".equalsIgnoreCase(name) ? Optional.of(StandardCharsets.US_ASCII) : CsvDialect.charset(name);
    }

    static Optional<String> decoded(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException misfit) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> quoted(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '=') {
                bytes.write(c == '_' ? ' ' : c);
                continue;
            }
            int value = QuotedPrintable.octet(text, i + 1);
            if (value < 0) {
                return Optional.empty();
            }
            bytes.write(value);
            i += 2;
        }
        return Optional.of(bytes.toByteArray());
    }
}
