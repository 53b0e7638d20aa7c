package nl.schakel.translate.json;

import java.nio.CharBuffer;
import java.util.HexFormat;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Looks at every <code>&#92;u</code> before Jackson does, which takes the low eight bits of a character for a digit: a
 * Cyrillic letter after <code>&#92;u</code> becomes part of a character that nobody wrote, where others refuse it.
 */
final class JsonEscapes {
    private static final int DIGITS = 4;

    private JsonEscapes() {}

    /** The same text; or stopped with {@code SYNTAX_BROKEN} at the first escape without four hexadecimal digits. */
    static Step<CharBuffer> strict(CharBuffer text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
                if (at < text.length() && text.charAt(at) == 'u' && !isNumber(text, at + 1)) {
                    return Step.stopped(Problem.at(ProblemCode.SYNTAX_BROKEN, place(text, at))
                            .expected("four hexadecimal digits after \\u"));
                }
            }
        }
        return Step.next(text);
    }

    private static boolean isNumber(CharBuffer text, int from) {
        boolean number = from + DIGITS <= text.length();
        for (int at = from; number && at < from + DIGITS; at++) {
            number = HexFormat.isHexDigit(text.charAt(at));
        }
        return number;
    }

    private static String place(CharBuffer text, int at) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < at; i++) {
            boolean ends = text.charAt(i) == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
        return "line " + line + ", column " + column;
    }
}
