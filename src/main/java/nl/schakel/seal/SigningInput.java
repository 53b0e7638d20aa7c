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

    /** By the JDK, whose SHA-256 is eight times Bouncy Castle's. */
    byte[] sha256() {
        return sha256(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
