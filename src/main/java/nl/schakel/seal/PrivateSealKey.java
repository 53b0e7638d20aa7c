package nl.schakel.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Optional;
import nl.schakel.trust.IssuedKey;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** Our private key, compared with its certificate: a mix-up shows at start, not at a partner. */
sealed interface PrivateSealKey {

    /** ES256: r and s of 32 bytes each. */
    byte[] sign(SigningInput input);

    /** @throws IllegalArgumentException when this is no P-256 key, or not the key of its certificate */
    static PrivateSealKey of(IssuedKey sealKey) {
        Optional<SealKey> open = SealKey.of(sealKey.certificate().getPublicKey());
        if (open.isPresent() && open.get() instanceof SealKey.Es256 es256) {
            if (sealKey.key().getEncoded() == null) {
                // Whoever took it out of its token has compared it already (KeyStoreKeys).
                return new Held(sealKey.key());
            }
            if (decoded(sealKey) instanceof ECPrivateKeyParameters secret && belongTogether(secret, es256)) {
                return new Known(secret);
            }
        }
        throw new IllegalArgumentException("Sealing needs a P-256 key and its own certificate");
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

    /** Decoded once. The nonce is derived from key and message (RFC 6979). */
    record Known(ECPrivateKeyParameters key) implements PrivateSealKey {
        @Override
        public byte[] sign(SigningInput input) {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, key);
            BigInteger[] rs = signer.generateSignature(input.sha256());
            int part = SealKey.Es256.PART;
            byte[] both = new byte[2 * part];
            BigIntegers.asUnsignedByteArray(rs[0], both, 0, part);
            BigIntegers.asUnsignedByteArray(rs[1], both, part, part);
            return both;
        }
    }

    /** It stays in its token, which makes a nonce of its own: the same bytes get another seal each time. */
    record Held(PrivateKey key) implements PrivateSealKey {
        @Override
        public byte[] sign(SigningInput input) {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
                signature.initSign(key);
                signature.update(input.bytes());
                return signature.sign();
            } catch (GeneralSecurityException gone) {
                throw new IllegalStateException("The token does not sign", gone);
            }
        }

        @Override
        public String toString() {
            return "Held[]";
        }
    }
}
