package nl.schakel.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nl.schakel.referral.Bsn;
import nl.schakel.referral.ClientIdentity;
import nl.schakel.referral.Envelope;

/**
 * The name of a client's stream: a keyed hash, so that order can be kept per client without the journal's indexes
 * holding who it is.
 */
final class StreamKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    StreamKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** 32 bytes: the same for the same BSN, or without one for the same number of the same sender. */
    byte[] of(Envelope envelope) {
        ClientIdentity client = envelope.client();
        String name = client.bsn()
                .map(Bsn::digits)
                .map(digits -> "bsn|" + digits)
                .orElseGet(() ->
                        "local|" + envelope.sender() + "|" + client.localId().orElseThrow());
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HmacSHA256", impossible);
        }
    }
}
