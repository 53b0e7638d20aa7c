package nl.schakel.channel;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nl.schakel.referral.Json;

/**
 * The token by which the ZGW APIs know a client (VNG, "Authenticatie en autorisatie voor API's"): a JWT of HS256 over the
 * client's name and the time, made for each call. It identifies a machine; no message is signed with it.
 */
final class ZgwToken {
    private static final String HMAC = "HmacSHA256";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private ZgwToken() {}

    /** @param client also in the words for the log of the case system: no worker of ours is named there */
    static String of(String client, Secret secret, Clock clock) {
        Instant now = clock.instant();
        Json.Obj claims = Json.object()
                .with("iss", client)
                .with("iat", Json.number(now.getEpochSecond()))
                .with("client_id", client)
                .with("user_id", client)
                .with("user_representation", "Schakel");
        Json.Obj header = Json.object().with("alg", "HS256").with("typ", "JWT");
        String signed = BASE64.encodeToString(header.utf8()) + '.' + BASE64.encodeToString(claims.utf8());
        return signed + '.' + BASE64.encodeToString(mac(secret.read(), signed));
    }

    private static byte[] mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("Every JDK has " + HMAC, impossible);
        }
    }
}
