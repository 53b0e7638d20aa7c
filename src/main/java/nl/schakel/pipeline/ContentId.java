package nl.schakel.pipeline;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The id of a message that names itself nowhere: the first half of its SHA-256. The same bytes are the same message, also
 * in another file and under another name; other bytes are another message.
 */
final class ContentId {
    private static final int BYTES = 16;

    private ContentId() {}

    /** 32 hexadecimal digits in lower case. */
    static String of(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
