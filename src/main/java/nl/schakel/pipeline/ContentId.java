package nl.schakel.pipeline;

import nl.schakel.referral.Sha256;

/**
 * The id of a message that names itself nowhere: the first half of its SHA-256. The same bytes are the same message, also
 * in another file and under another name; other bytes are another message.
 */
final class ContentId {
    private static final int DIGITS = 32;

    private ContentId() {}

    /** 32 hexadecimal digits in lower case. */
    static String of(byte[] bytes) {
        return Sha256.hex(bytes).substring(0, DIGITS);
    }
}
