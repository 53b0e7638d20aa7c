package nl.schakel.seal;

import java.util.Base64;
import java.util.Optional;

/** Base64 in its one canonical spelling: no padding bits set, no padding left out or put in, no foreign character. */
final class Base64Url {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    static byte[] encode(byte[] bytes) {
        return URL.encode(bytes);
    }

    static String text(byte[] bytes) {
        return URL.encodeToString(bytes);
    }

    /** URL alphabet, without padding; empty unless encoding again gives the same text. */
    static Optional<byte[]> decode(String text) {
        return canonical(text, Base64.getUrlDecoder(), URL);
    }

    /** Plain alphabet with padding, as {@code x5c} wants it. */
    static Optional<byte[]> decodePlain(String text) {
        return canonical(text, Base64.getDecoder(), Base64.getEncoder());
    }

    private static Optional<byte[]> canonical(String text, Base64.Decoder decoder, Base64.Encoder encoder) {
        try {
            byte[] bytes = decoder.decode(text);
            return encoder.encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException foreignCharacter) {
            return Optional.empty();
        }
    }
}
