package nl.schakel.translate.xml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Utf8;

/**
 * The bytes of an XML document as characters. The declaration, the connection and the bytes must say the same: a
 * document whose letters could be two things is refused, not guessed.
 */
final class XmlText {
    private static final String PLACE = "line 1";
    private static final int DECLARATION_BYTES = 256;
    private static final Pattern DECLARATION =
            Pattern.compile("<\\?xml\\s+version\\s*=\\s*(['\"])([0-9.]{1,8})\\1" + "(?:\\s+encoding\\s*=\\s*(['\"])"
                    + "([A-Za-z][A-Za-z0-9._-]{0,40})\\3)?(?:\\s+standalone\\s*=\\s*(['\"])(?:yes|no)\\5)?\\s*\\?>");
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8",
            StandardCharsets.UTF_8,
            "iso-8859-1",
            StandardCharsets.ISO_8859_1,
            "iso-8859-15",
            Charset.forName("ISO-8859-15"),
            "windows-1252",
            Charset.forName("windows-1252"));

    private XmlText() {}

    /** @param byConnection the character set that transport or partner file declares */
    static Step<String> decode(byte[] bytes, Optional<String> byConnection) {
        if (bytes.length > Limits.MESSAGE_BYTES) {
            return Step.stopped(Problem.at(ProblemCode.TOO_LARGE, PLACE)
                    .seen(bytes.length + " bytes")
                    .expected("at most " + Limits.MESSAGE_BYTES + " bytes"));
        }
        int start = markBytes(bytes);
        String head = new String(
                bytes, start, Math.min(bytes.length - start, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
        Matcher declaration = DECLARATION.matcher(head);
        boolean declared = declaration.lookingAt();
        if (!declared && head.startsWith("<?xml")) {
            return Step.stopped(Problem.at(ProblemCode.SYNTAX_BROKEN, PLACE).expected("an XML declaration"));
        }
        if (declared && !"1.0".equals(declaration.group(2))) {
            return Step.stopped(
                    Problem.at(ProblemCode.VERSION_UNSUPPORTED, PLACE).expected("XML 1.0"));
        }
        Optional<String> named = declared ? Optional.ofNullable(declaration.group(4)) : Optional.empty();
        return charset(named, byConnection, start > 0).then(charset -> decode(bytes, start, charset));
    }

    private static int markBytes(byte[] bytes) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    /** What is declared; XML without declaration is UTF-8 unless the connection says otherwise. */
    private static Step<Charset> charset(Optional<String> named, Optional<String> byConnection, boolean marked) {
        Optional<String> connection = byConnection.map(name -> name.toLowerCase(Locale.ROOT));
        String name =
                named.map(n -> n.toLowerCase(Locale.ROOT)).or(() -> connection).orElse("utf-8");
        boolean agreed = connection.isEmpty() || connection.get().equals(name);
        Charset charset = CHARSETS.get(name);
        if (charset == null || !agreed || (marked && !charset.equals(StandardCharsets.UTF_8))) {
            return Step.stopped(Problem.at(ProblemCode.CHARSET_INVALID, PLACE)
                    .expected(agreed ? "UTF-8, ISO-8859-1, ISO-8859-15 or windows-1252" : "one character set"));
        }
        return Step.next(charset);
    }

    private static Step<String> decode(byte[] bytes, int start, Charset charset) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, start, bytes.length - start);
        try {
            String text = charset.newDecoder().decode(buffer).toString();
            boolean honest = charset.equals(StandardCharsets.UTF_8) || !Utf8.isBeyondAscii(bytes);
            int control = c1(text);
            return honest && control < 0 ? Step.next(text) : misfit(charset, honest ? lineOf(text, control) : PLACE);
        } catch (CharacterCodingException invalid) {
            return misfit(charset, "byte " + (buffer.position() + 1));
        }
    }

    /** The control range 0x80 to 0x9F is where windows-1252 keeps its quotes and euro. */
    private static int c1(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && c <= 0x9F) {
                return i;
            }
        }
        return -1;
    }

    private static String lineOf(String text, int at) {
        return "line "
                + (1 + text.substring(0, at).chars().filter(c -> c == '\n').count());
    }

    private static Step<String> misfit(Charset charset, String place) {
        return Step.stopped(
                Problem.at(ProblemCode.CHARSET_INVALID, place).expected("bytes that are " + charset.name()));
    }
}
