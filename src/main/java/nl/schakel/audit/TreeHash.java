package nl.schakel.audit;

import java.security.MessageDigest;
import nl.schakel.referral.Sha256;

/** Hashes of the tree (RFC 9162 section 2.1.1): leaves and nodes are told apart by their first byte. */
public final class TreeHash {
    static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private TreeHash() {}

    public static byte[] leaf(byte[] content) {
        return sha256(new byte[] {LEAF}, content);
    }

    static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {NODE}, left, right);
    }

    /** The root of a tree without leaves, and the digest of plain bytes. */
    public static byte[] sha256(byte[]... parts) {
        MessageDigest digest = Sha256.begun();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
