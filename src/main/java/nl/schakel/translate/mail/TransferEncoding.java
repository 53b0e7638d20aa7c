package nl.schakel.translate.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** How the bytes of a part were written for the way (RFC 2045 section 6); what does not fit is refused, not skipped. */
final class TransferEncoding {
    private static final String HEADER = ", header content-transfer-encoding";

    private TransferEncoding() {}

    static Step<byte[]> bytes(MimePart part) {
        String name = part.header("content-transfer-encoding").orElse("7bit").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "7bit" ->
                part.body().chars().allMatch(c -> c < 0x80)
                        ? Step.next(plain(part))
                        : MimePart.refuse(
                                ProblemCode.CHARSET_INVALID, part.place(), "seven bits, as the part declares");
            case "8bit", "binary" -> Step.next(plain(part));
            case "base64" -> decoded(part, base64(part.body()), "base64");
            case "quoted-printable" -> decoded(part, QuotedPrintable.decoded(part.body()), "quoted-printable");
            default ->
                MimePart.refuse(
                        ProblemCode.VALUE_INVALID,
                        part.place() + HEADER,
                        "7bit, 8bit, binary, base64 or quoted-printable");
        };
    }

    private static byte[] plain(MimePart part) {
        return part.body().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Step<byte[]> decoded(MimePart part, Optional<byte[]> bytes, String name) {
        return bytes.map(Step::next)
                .orElseGet(() -> MimePart.refuse(ProblemCode.SYNTAX_BROKEN, part.place(), "text in " + name));
    }

    private static Optional<byte[]> base64(String text) {
        String bare = text.replaceAll("[ \\t\\r\\n]", "");
        if (bare.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(bare));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }
}
