package nl.schakel.translate.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Reads JSON that has one meaning only. What other parsers settle in silence (a member named twice, a number that
 * fills the memory, half a character, text after the end) is a located {@link Problem} here, so that every reader after
 * this one understands the same message.
 */
public final class StrictJson {
    private static final String START = "line 1, column 1";

    private StrictJson() {}

    /** The one value in these bytes, which are UTF-8 without byte order mark (RFC 8259 section 8.1). */
    public static Step<Json> read(byte[] utf8) {
        if (utf8.length > Limits.MESSAGE_BYTES) {
            return Step.stopped(Problem.at(ProblemCode.TOO_LARGE, START)
                    .seen(utf8.length + " bytes")
                    .expected("at most " + Limits.MESSAGE_BYTES + " bytes"));
        }
        if (startsWithMark(utf8)) {
            return Step.stopped(Problem.at(ProblemCode.SYNTAX_BROKEN, START)
                    .seen("a byte order mark")
                    .expected("a value"));
        }
        return decoded(utf8).then(JsonEscapes::strict).then(characters -> new StrictJsonReader(characters).document());
    }

    /** As {@link #read}, for a message that must be an object. */
    public static Step<Json.Obj> readObject(byte[] utf8) {
        return read(utf8)
                .then(json -> json.asObject()
                        .map(Step::next)
                        .orElseGet(() -> Step.stopped(
                                Problem.at(ProblemCode.SYNTAX_BROKEN, START).expected("an object"))));
    }

    /** Compact, in the order of the tree, numbers exact. */
    public static byte[] write(Json json) {
        return json.utf8();
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    private static Step<CharBuffer> decoded(byte[] utf8) {
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        try {
            return Step.next(StandardCharsets.UTF_8.newDecoder().decode(bytes));
        } catch (CharacterCodingException invalid) {
            return Step.stopped(Problem.at(ProblemCode.CHARSET_INVALID, "byte " + (bytes.position() + 1))
                    .expected("UTF-8"));
        }
    }
}
