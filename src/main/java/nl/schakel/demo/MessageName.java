package nl.schakel.demo;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import nl.schakel.referral.Sha256;

/** A message id as a file name: as it is when it is harmless, else its SHA-256, so that no id can leave the folder. */
final class MessageName {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String URN = "urn:uuid:";

    private MessageName() {}

    static String of(String messageId) {
        String bare = messageId.startsWith(URN) ? messageId.substring(URN.length()) : messageId;
        return HARMLESS.matcher(bare).matches() ? bare : Sha256.hex(bare.getBytes(StandardCharsets.UTF_8));
    }
}
