package nl.schakel.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest by which the same bytes are known again. */
final class Sha256 {
    private Sha256() {}

    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
