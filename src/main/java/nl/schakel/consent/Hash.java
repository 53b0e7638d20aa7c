package nl.schakel.consent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import nl.schakel.referral.Json;
import nl.schakel.referral.Sha256;

/** SHA-256 as 64 hex digits. */
final class Hash {
    private Hash() {}

    static String of(Json json) {
        return of(json.utf8());
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.begun().digest(bytes));
    }

    /** Over several texts, each with its length, so that moving text between them shows. */
    static String of(List<String> texts) {
        MessageDigest digest = Sha256.begun();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
