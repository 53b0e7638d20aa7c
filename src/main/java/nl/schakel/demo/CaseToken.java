package nl.schakel.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a stand-in's case system knows the gateway: by a JWT of HS256 with the secret that both have. */
final class CaseToken {
    private static final String HMAC = "HmacSHA256";
    private static final String BEARER = "Bearer ";

    private final Path secret;

    CaseToken(Path secret) {
        this.secret = secret;
    }

    boolean isIn(Map<String, List<String>> headers) throws IOException {
        return headers.getOrDefault("Authorization", List.of()).stream()
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).split("\\.", 3))
                .filter(parts -> parts.length == 3)
                .anyMatch(isSignedWith(Files.readString(secret).strip()));
    }

    private static Predicate<String[]> isSignedWith(String secret) {
        return parts -> {
            try {
                Mac mac = Mac.getInstance(HMAC);
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
                byte[] right = mac.doFinal((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
                return MessageDigest.isEqual(right, Base64.getUrlDecoder().decode(parts[2]));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("Every JDK has " + HMAC, impossible);
            } catch (IllegalArgumentException noBase64) {
                return false;
            }
        };
    }
}
