package nl.schakel.seal;

import java.io.IOException;
import java.util.Optional;
import nl.schakel.trust.IssuedKey;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Our private key, decoded once and compared with its certificate: a mix-up shows at start, not at a partner. */
final class PrivateSealKey {
    private PrivateSealKey() {}

    static ECPrivateKeyParameters of(IssuedKey sealKey) {
        Optional<SealKey> open = SealKey.of(sealKey.certificate().getPublicKey());
        if (open.isEmpty()
                || !(open.get() instanceof SealKey.Es256 es256)
                || !(decoded(sealKey) instanceof ECPrivateKeyParameters secret)
                || !belongTogether(secret, es256)) {
            throw new IllegalArgumentException("Sealing needs a P-256 key and its own certificate");
        }
        return secret;
    }

    private static AsymmetricKeyParameter decoded(IssuedKey sealKey) {
        try {
            return PrivateKeyFactory.createKey(sealKey.key().getEncoded());
        } catch (IOException e) {
            throw new IllegalArgumentException("The private key cannot be decoded", e);
        }
    }

    private static boolean belongTogether(ECPrivateKeyParameters secret, SealKey.Es256 open) {
        var generator = secret.getParameters().getG();
        var point = new FixedPointCombMultiplier().multiply(generator, secret.getD());
        return point.normalize().equals(open.key().getQ().normalize());
    }
}
