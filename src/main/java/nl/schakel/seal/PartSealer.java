package nl.schakel.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import nl.schakel.trust.Certificates;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Seals a part for its receiver alone: signed by the sender with the receiver's name inside, padded, then encrypted
 * to the receiver's certificate as a compact JWE. Who carries it cannot open it. Safe for use by many threads.
 */
public final class PartSealer {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sealer sealer;
    private final Clock clock;

    public PartSealer(Sealer sealer, Clock clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * @param receiver a certificate for decryption that was found in order
     * @return compact JWE
     * @throws IllegalArgumentException when its key is neither P-256 nor RSA of 2048 bits or more
     */
    public String seal(SealedPart part, X509Certificate receiver) {
        byte[] inner = PartText.json(part).getBytes(StandardCharsets.US_ASCII);
        String signed = sealer.compact(inner, SealedPart.INNER, "application/json", clock.instant());
        byte[] key = ContentKey.fresh();
        ContentKey.Wrapped wrapped = ContentKey.wrap(key, key(receiver));
        PartHeader header = new PartHeader(
                wrapped.alg(), Base64Url.text(Certificates.thumbprint(receiver)), part.label(), wrapped.ephemeral());
        String encoded = Base64Url.text(header.json().getBytes(StandardCharsets.US_ASCII));
        byte[] nonce = new byte[Gcm.NONCE];
        RANDOM.nextBytes(nonce);
        Gcm.Closed closed = Gcm.close(
                key,
                nonce,
                encoded.getBytes(StandardCharsets.US_ASCII),
                Padding.pad(signed.getBytes(StandardCharsets.US_ASCII)));
        return String.join(
                ".",
                encoded,
                Base64Url.text(wrapped.bytes()),
                Base64Url.text(nonce),
                Base64Url.text(closed.bytes()),
                Base64Url.text(closed.tag()));
    }

    private static AsymmetricKeyParameter key(X509Certificate receiver) {
        try {
            return PublicKeyFactory.createKey(receiver.getPublicKey().getEncoded());
        } catch (IOException e) {
            throw new IllegalArgumentException("The receiver's key cannot be decoded", e);
        }
    }
}
