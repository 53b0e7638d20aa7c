package nl.schakel.command;

import nl.schakel.referral.Sha256;

/** Names bytes by their SHA-256, shortened for reading. */
final class Digest {
    private static final int DIGITS = 16;

    private Digest() {}

    static String sha256(byte[] bytes) {
        return "sha256:" + Sha256.hex(bytes).substring(0, DIGITS);
    }
}
