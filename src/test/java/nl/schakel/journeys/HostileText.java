package nl.schakel.journeys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The small language in which hostile bytes are written down. What stands between {@code ‹} and {@code ›} is made when it is
 * sent; everything else stands for itself, in UTF-8. They may stand inside one another:
 *
 * <ul>
 *   <li>{@code ‹0d 0a›}: these bytes; {@code ‹latin é›}, {@code ‹utf16 text›}: the text in another character set;
 *   <li>{@code ‹rep 100 x›}: it so many times; {@code ‹seq 100 "k#":1,›}: the same, with its number for {@code #};
 *   <li>{@code ‹collide 4096 "#":1,›}: the same, with names that all have one hash code in Java;
 *   <li>{@code ‹b64 text›}, {@code ‹b64url text›}, {@code ‹gzip text›}, {@code ‹bomb 64›}: that many MB of zeros, compressed;
 *   <li>{@code ‹json text›}, {@code ‹xml text›}, {@code ‹hl7 text›}, {@code ‹csv text›}: written as a value of that format;
 *   <li>{@code ‹id›}, {@code ‹bsn›}, {@code ‹family›}, {@code ‹ssrf›}, ...: what is known only while running.
 * </ul>
 */
final class HostileText {
    private static final char OPENS = '‹';
    private static final char CLOSES = '›';

    private final String text;
    private final Map<String, String> known;
    private int at;

    private HostileText(String text, Map<String, String> known) {
        this.text = text;
        this.known = known;
    }

    /** A character for each byte. */
    static String made(String written, Map<String, String> known) {
        HostileText reading = new HostileText(written, known);
        String made = reading.until(false);
        if (reading.at < written.length()) {
            throw new IllegalArgumentException("A › too many: " + written);
        }
        return made;
    }

    static byte[] bytes(String made) {
        return made.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String until(boolean inside) {
        StringBuilder made = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == CLOSES) {
                if (inside) {
                    at++;
                }
                return made.toString();
            }
            at++;
            if (c == OPENS) {
                made.append(thing());
            } else if (Character.isHighSurrogate(c)) {
                made.append(latin(text.substring(at - 1, ++at).getBytes(StandardCharsets.UTF_8)));
            } else {
                made.append(latin(String.valueOf(c).getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (inside) {
            throw new IllegalArgumentException("A ‹ without its ›: " + text);
        }
        return made.toString();
    }

    private String thing() {
        int start = at;
        while (text.charAt(at) != ' ' && text.charAt(at) != CLOSES) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.matches("[0-9a-f]{2}") || word.matches("([0-9a-f]{2}){2,}")) {
            return latin(HexFormat.of().parseHex((word + until(true)).replace(" ", "")));
        }
        if (text.charAt(at) == CLOSES) {
            at++;
            return value(word);
        }
        at++;
        int count = word.matches("rep|seq|collide|bomb") ? number() : 0;
        String of = until(true);
        return switch (word) {
            case "rep" -> of.repeat(count);
            case "seq" -> numbered(of, count);
            case "collide" -> colliding(of, count);
            case "bomb" -> latin(packed(new byte[count << 20]));
            case "gzip" -> latin(packed(bytes(of)));
            case "b64" -> Base64.getEncoder().encodeToString(bytes(of));
            case "b64url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(of));
            case "latin" -> new String(bytes(of), StandardCharsets.UTF_8);
            case "utf16" -> latin(utf8(of).getBytes(StandardCharsets.UTF_16));
            case "json" -> of.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t");
            case "xml" -> of.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
            case "hl7" ->
                of.replace("\\", "\\E\\")
                        .replace("|", "\\F\\")
                        .replace("^", "\\S\\")
                        .replace("&", "\\T\\")
                        .replace("~", "\\R\\");
            case "csv" -> '"' + of.replace("\"", "\"\"") + '"';
            default -> throw new IllegalArgumentException("Unknown: " + word);
        };
    }

    private int number() {
        int start = at;
        while (Character.isDigit(text.charAt(at))) {
            at++;
        }
        int number = Integer.parseInt(text.substring(start, at));
        if (text.charAt(at) == ' ') {
            at++;
        }
        return number;
    }

    private String value(String word) {
        String value = known.get(word);
        if (value == null) {
            throw new IllegalArgumentException("Unknown: " + word);
        }
        return value;
    }

    private static String numbered(String of, int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(of.replace("#", Integer.toString(i)));
        }
        return all.toString();
    }

    /** "Aa" and "BB" have one hash code, and so has everything that is made of as many of them. */
    private static String colliding(String of, int count) {
        int pairs = 32 - Integer.numberOfLeadingZeros(count - 1);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < pairs; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            all.append(of.replace("#", name));
        }
        return all.toString();
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static String utf8(String made) {
        return new String(bytes(made), StandardCharsets.UTF_8);
    }

    static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
