package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a JWS signs: encoded header, a full stop, encoded payload (RFC 7515 section 5.1). */
record SigningInput(byte[] bytes) {

    static SigningInput of(String encodedHeader, byte[] payload) {
        byte[] header = encodedHeader.getBytes(StandardCharsets.US_ASCII);
        byte[] body = Base64Url.encode(payload);
        byte[] all = new byte[header.length + 1 + body.length];
        System.arraycopy(header, 0, all, 0, header.length);
        all[header.length] = '.';
        System.arraycopy(body, 0, all, header.length + 1, body.length);
        return new SigningInput(all);
    }

    /** The same of a payload that stands there as it is (RFC 7797). */
    static SigningInput unencoded(String encodedHeader, byte[] payload) {
        byte[] header = (encodedHeader + '.').getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(header, header.length + payload.length);
        System.arraycopy(payload, 0, all, header.length, payload.length);
        return new SigningInput(all);
    }

    /** By the JDK, whose SHA-256 is eight times Bouncy Castle's. */
    byte[] sha256() {
        return sha256(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    static byte[] sha512(byte[] bytes) {
        return digest("SHA-512", bytes);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-2", e);
        }
    }
}
