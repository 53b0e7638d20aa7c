package nl.schakel.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A message id as a file name: as it is when it is harmless, else its SHA-256, so that no id can leave the folder. */
final class MessageName {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String URN = "urn:uuid:";

    private MessageName() {}

    static String of(String messageId) {
        String bare = messageId.startsWith(URN) ? messageId.substring(URN.length()) : messageId;
        return HARMLESS.matcher(bare).matches() ? bare : sha256(bare.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
