package nl.schakel.translate.hl7;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Utf8;
import nl.schakel.translate.tree.Values;

/** Character sets of HL7 table 0211 that are taken here, decoded strictly: a byte that does not fit is refused. */
final class Hl7Charset {
    static final String PLACE = "MSH-18";
    private static final Map<String, Charset> DECLARED = Map.of(
            "ASCII", StandardCharsets.US_ASCII,
            "8859/1", StandardCharsets.ISO_8859_1,
            "8859/15", Charset.forName("ISO-8859-15"),
            "UNICODE UTF-8", StandardCharsets.UTF_8,
            "UTF-8", StandardCharsets.UTF_8);
    private static final Map<String, Charset> BY_PARTNER = Map.of(
            "iso-8859-1",
            StandardCharsets.ISO_8859_1,
            "iso-8859-15",
            Charset.forName("ISO-8859-15"),
            "utf-8",
            StandardCharsets.UTF_8,
            "windows-1252",
            Charset.forName("windows-1252"));

    /** 0x9F; bytes are signed, so those from 0x80 are smaller. */
    private static final byte LAST_CONTROL = (byte) 0x9F;

    private Hl7Charset() {}

    /** What MSH-18 says, else what the partner file says, else ISO 8859-1 as is usual in the Netherlands. */
    static Step<Charset> of(String declared, Optional<String> byPartner) {
        Optional<Charset> charset = declared.isEmpty()
                ? byPartner
                        .map(name -> Optional.ofNullable(BY_PARTNER.get(name.toLowerCase(java.util.Locale.ROOT))))
                        .orElse(Optional.of(StandardCharsets.ISO_8859_1))
                : Optional.ofNullable(DECLARED.get(declared));
        return charset.map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.CHARSET_INVALID, PLACE)
                        .seen(Values.masked(declared))
                        .expected("8859/1, 8859/15 or UNICODE UTF-8")));
    }

    static Step<String> decode(byte[] bytes, Charset charset) {
        if (charset.equals(StandardCharsets.ISO_8859_1)) {
            // Every byte is a character there: nothing to report, so no decoder is needed.
            return hasControls(bytes) || Utf8.isBeyondAscii(bytes)
                    ? misfit(charset)
                    : Step.next(new String(bytes, charset));
        }
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean lie = !charset.equals(StandardCharsets.UTF_8) && Utf8.isBeyondAscii(bytes);
            return lie ? misfit(charset) : checked(text, charset);
        } catch (CharacterCodingException e) {
            return misfit(charset);
        }
    }

    /** The control range 0x80 to 0x9F is where windows-1252 keeps its quotes and euro: the declaration is wrong then. */
    private static Step<String> checked(String text, Charset charset) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && c <= 0x9F) {
                return misfit(charset);
            }
        }
        return Step.next(text);
    }

    private static boolean hasControls(byte[] bytes) {
        for (byte one : bytes) {
            if (one <= LAST_CONTROL) {
                return true;
            }
        }
        return false;
    }

    private static Step<String> misfit(Charset charset) {
        return Step.stopped(
                Problem.at(ProblemCode.CHARSET_INVALID, PLACE).expected("bytes that are " + charset.name()));
    }
}
