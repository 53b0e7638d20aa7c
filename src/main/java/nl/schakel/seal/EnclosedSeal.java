package nl.schakel.seal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A seal that stands inside what it seals: the text of one string of the message. What is sealed is every other byte, so that
 * nobody has to agree on a canonical form (ADR 0027).
 *
 * @param payload the message with that string made empty
 * @param jws detached, from the string
 */
record EnclosedSeal(byte[] payload, String jws) {

    /**
     * @param message as received
     * @param data base64 of a detached JWS, as it stands in the message
     * @return empty unless exactly one string of the message is this text, spelled without an escape
     */
    static Optional<EnclosedSeal> in(byte[] message, String data) {
        if (data.isEmpty() || data.length() > SealVerifier.TEXT_CHARACTERS / 3 * 4 + 4) {
            return Optional.empty();
        }
        byte[] text = data.getBytes(StandardCharsets.ISO_8859_1);
        int only = next(message, text, 0);
        return only < 0 || next(message, text, only + 1) >= 0
                ? Optional.empty()
                : Base64Url.decodePlain(data)
                        .map(jws -> new EnclosedSeal(
                                without(message, only, text.length), new String(jws, StandardCharsets.ISO_8859_1)));
    }

    /** Where the text begins, between quotation marks. It has none itself, so that no byte is compared twice. */
    private static int next(byte[] message, byte[] text, int from) {
        for (int i = from; i + text.length + 2 <= message.length; i++) {
            if (message[i] == '"' && message[i + 1 + text.length] == '"' && stands(message, i + 1, text)) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean stands(byte[] message, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (message[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] without(byte[] message, int at, int length) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(message.length - length);
        rest.write(message, 0, at);
        rest.write(message, at + length, message.length - at - length);
        return rest.toByteArray();
    }
}
