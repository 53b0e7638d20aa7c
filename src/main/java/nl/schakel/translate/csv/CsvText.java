package nl.schakel.translate.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Utf8;

/** Bytes to characters in the declared character set, strictly: a byte that does not fit is refused, never replaced. */
final class CsvText {
    private static final char MARK = '\uFEFF';

    private CsvText() {}

    /** A byte order mark is taken off UTF-8; in any other character set it shows that the declaration is wrong. */
    static Step<String> of(byte[] bytes, Charset charset) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(left)
                    .toString();
            return fits(bytes, text, charset) ? Step.next(bare(text)) : misfit(1, charset);
        } catch (CharacterCodingException e) {
            return misfit(left.position() + 1, charset);
        }
    }

    private static String bare(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** ISO 8859 gives every byte a character; from 0x80 to 0x9F they are controls, which only a wrong declaration gives, as only it gives UTF-8. */
    private static boolean fits(byte[] bytes, String text, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return true;
        }
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return !marked && !Utf8.isBeyondAscii(bytes) && text.chars().noneMatch(c -> c >= 0x80 && c <= 0x9F);
    }

    private static Step<String> misfit(int at, Charset charset) {
        return Step.stopped(
                Problem.at(ProblemCode.CHARSET_INVALID, "byte " + at).expected("bytes that are " + charset.name()));
    }
}
