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
    static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    StreamKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** 32 bytes: the same for the same BSN, or without one for the same number of the same sender. */
    byte[] of(Envelope envelope) {
        return hashed(key, name(envelope));
    }

    /** The BSN, or without one the number that its sender gave the client. */
    static byte[] name(Envelope envelope) {
        ClientIdentity client = envelope.client();
        return client.bsn()
                .map(Bsn::digits)
                .map(digits -> "bsn|" + digits)
                .orElseGet(() ->
                        "local|" + envelope.sender() + "|" + client.localId().orElseThrow())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A key of its own for another use, so that no hash of one use can stand for one of the other. */
    SecretKeySpec keyFor(String use) {
        return new SecretKeySpec(hashed(key, ("key|" + use).getBytes(StandardCharsets.UTF_8)), ALGORITHM);
    }

    /** 32 bytes. */
    static byte[] hashed(SecretKeySpec key, byte[] what) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(what);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HmacSHA256", impossible);
        }
    }
}
