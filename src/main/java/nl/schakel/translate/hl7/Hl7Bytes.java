package nl.schakel.translate.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.SourceMessage;

/** What is checked on the bytes of an HL7 v2 message before anything is split. */
final class Hl7Bytes {
    private static final int CHARSET_FIELD = 17;
    private static final byte DELETE = 0x7F;

    /** {@code MSH|^~\&|}. */
    private static final int DELIMITERS = 9;

    private Hl7Bytes() {}

    /** Sound bytes as text, with the character set that escape sequences are in too. */
    record Text(String text, Charset charset) {}

    static Step<Text> text(SourceMessage source) {
        return sound(source.bytes())
                .then(bytes -> Hl7Charset.of(declared(bytes), source.charset())
                        .then(charset -> Hl7Charset.decode(bytes, charset).map(text -> new Text(text, charset))));
    }

    private static Step<byte[]> sound(byte[] bytes) {
        if (bytes.length > Limits.MESSAGE_BYTES) {
            return Step.stopped(Problem.of(ProblemCode.TOO_LARGE)
                    .seen(bytes.length + " bytes")
                    .expected("at most " + Limits.MESSAGE_BYTES));
        }
        if (bytes.length < 4 || bytes[0] != 'M' || bytes[1] != 'S' || bytes[2] != 'H') {
            return Step.stopped(Problem.at(ProblemCode.SYNTAX_BROKEN, "MSH").expected("MSH as the first segment"));
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= ' ' && bytes[i] != DELETE) {
                continue;
            }
            if (bytes[i] == '\n') {
                return Step.stopped(Problem.at(ProblemCode.SEPARATOR_NOT_CR, "byte " + (i + 1))
                        .seen("LF (0x0A)")
                        .expected("CR (0x0D) alone"));
            }
            if (isControl(bytes[i])) {
                return Step.stopped(Problem.at(ProblemCode.CONTROL_CHARACTER, "byte " + (i + 1))
                        .seen("0x%02X".formatted(bytes[i])));
            }
        }
        return Step.next(bytes);
    }

    private static boolean isControl(byte value) {
        boolean low = value >= 0 && value < ' ';
        return (low && value != '\r' && value != '\t') || value == DELETE;
    }

    /** MSH-18, first repetition; all character sets taken here agree on the bytes of the delimiters. */
    private static String declared(byte[] bytes) {
        int header = end(bytes, 0, bytes.length, (byte) '\r');
        int start = 0;
        for (int field = 0; field < CHARSET_FIELD && start <= header; field++) {
            start = end(bytes, start, header, bytes[3]) + 1;
        }
        if (start > header) {
            return "";
        }
        int end = end(bytes, start, end(bytes, start, header, bytes[3]), repetition(bytes));
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1).strip();
    }

    private static byte repetition(byte[] bytes) {
        String delimiters = new String(bytes, 0, Math.min(bytes.length, DELIMITERS), StandardCharsets.ISO_8859_1);
        return (byte) (char)
                Hl7Delimiters.of(delimiters).map(Hl7Delimiters::repetition).orElse('~');
    }

    private static int end(byte[] bytes, int from, int to, byte delimiter) {
        int at = from;
        while (at < to && bytes[at] != delimiter) {
            at++;
        }
        return at;
    }
}
