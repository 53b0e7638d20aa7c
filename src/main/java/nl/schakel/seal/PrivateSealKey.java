package nl.schakel.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import nl.schakel.trust.IssuedKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** Our private key, compared with its certificate: a mix-up shows at start, not at a partner. Its kind is its algorithm. */
sealed interface PrivateSealKey {

    /** ES256: r and s of 32 bytes each. PS256: as long as the modulus. */
    byte[] sign(SigningInput input);

    /** @throws IllegalArgumentException when this is no P-256 or RSA key, or not the key of its certificate */
    static PrivateSealKey of(IssuedKey sealKey) {
        Optional<SealKey> open = SealKey.of(sealKey.certificate().getPublicKey());
        return open.flatMap(key -> sealKey.key().getEncoded() == null ? held(sealKey.key(), key) : known(sealKey, key))
                .orElseThrow(
                        () -> new IllegalArgumentException("Sealing needs a P-256 or RSA key and its own certificate"));
    }

    /** Whoever took it out of its token has compared it already (KeyStoreKeys). */
    private static Optional<PrivateSealKey> held(PrivateKey secret, SealKey open) {
        return open instanceof SealKey.EdDsa ? Optional.empty() : Optional.of(new Held(secret, open));
    }

    private static Optional<PrivateSealKey> known(IssuedKey sealKey, SealKey open) {
        AsymmetricKeyParameter decoded = decoded(sealKey);
        if (open instanceof SealKey.Es256 es256
                && decoded instanceof ECPrivateKeyParameters secret
                && belongTogether(secret, es256)) {
            return Optional.of(new Known(secret));
        }
        return open instanceof SealKey.Ps256 ps256
                        && decoded instanceof RSAPrivateCrtKeyParameters secret
                        && belongTogether(secret, ps256)
                ? Optional.of(new KnownRsa(secret))
                : Optional.empty();
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

    private static boolean belongTogether(RSAPrivateCrtKeyParameters secret, SealKey.Ps256 open) {
        return secret.getModulus().equals(open.key().getModulus())
                && secret.getPublicExponent().equals(open.key().getExponent());
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

    /** Decoded once. The salt is by chance: the same bytes get another seal each time. */
    record KnownRsa(RSAPrivateCrtKeyParameters key) implements PrivateSealKey {
        @Override
        public byte[] sign(SigningInput input) {
            try {
                PSSSigner signer = new PSSSigner(new RSABlindedEngine(), new SHA256Digest(), SealKey.Ps256.SALT);
                signer.init(true, key);
                signer.update(input.bytes(), 0, input.bytes().length);
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw new IllegalStateException("An RSA key of 2048 bits or more signs", e);
            }
        }

        @Override
        public String toString() {
            return "KnownRsa[]";
        }
    }

    /** It stays in its token, which makes a nonce or salt of its own: the same bytes get another seal each time. */
    record Held(PrivateKey key, SealKey open) implements PrivateSealKey {
        @Override
        public byte[] sign(SigningInput input) {
            try {
                boolean rsa = open instanceof SealKey.Ps256;
                Signature signature = Signature.getInstance(rsa ? "RSASSA-PSS" : "SHA256withECDSAinP1363Format");
                signature.initSign(key);
                if (rsa) {
                    signature.setParameter(
                            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SealKey.Ps256.SALT, 1));
                }
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
