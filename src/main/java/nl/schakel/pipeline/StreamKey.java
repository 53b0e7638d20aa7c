package nl.schakel.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nl.schakel.journal.Acceptance.Numbers;
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

    /** What else the message calls its client, and which numbers it says are the same client's. */
    Numbers numbers(Envelope envelope, List<String> ended) {
        ClientIdentity client = envelope.client();
        return new Numbers(
                client.bsn().isPresent(),
                client.localId().map(number -> hashed(key, local(envelope, number))),
                ended.stream()
                        .map(number -> hashed(key, local(envelope, number)))
                        .toList());
    }

    /** The BSN, or without one the number that its sender gave the client. */
    static byte[] name(Envelope envelope) {
        ClientIdentity client = envelope.client();
        return client.bsn()
                .map(Bsn::digits)
                .map(digits -> ("bsn|" + digits).getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> local(envelope, client.localId().orElseThrow()));
    }

    private static byte[] local(Envelope envelope, String number) {
        return ("local|" + envelope.sender() + "|" + number).getBytes(StandardCharsets.UTF_8);
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
