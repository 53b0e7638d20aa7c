package nl.schakel.translate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Data inside a message, in the one encoding FHIR has for it. What is in the data is not looked at. */
final class Attachments {
    private Attachments() {}

    /** The same text without line ends, when it is Base64. */
    static Optional<String> base64(String text) {
        String plain = text.replaceAll("\\s", "");
        try {
            return Optional.of(
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(plain)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> ofHex(String text) {
        try {
            return Optional.of(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String ofText(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
