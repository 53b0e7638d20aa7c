package nl.schakel.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * A public key that may seal. The key, not the header, decides the algorithm and the exact length of a signature; Bouncy
 * Castle's own engines verify, or a provider that was named and tried ({@link NativeProvider}): no look-up can find
 * another. Decoded once, used by many threads.
 */
sealed interface SealKey permits SealKey.Es256, SealKey.Ps256, SealKey.EdDsa, NativeKey {
    /** NCSC-NL's guideline calls 2048 sufficient. */
    int RSA_BITS = 2048;

    /** JWS name of the one algorithm of this key. */
    String algorithm();

    int signatureLength();

    /** False for every signature that is not valid, whatever its bytes are. */
    boolean verifies(SigningInput input, byte[] signature);

    /** Empty when keys of this kind, curve or size may not seal. */
    static Optional<SealKey> of(PublicKey key) {
        try {
            return of(PublicKeyFactory.createKey(key.getEncoded()));
        } catch (IOException | IllegalArgumentException notDecodable) {
            return Optional.empty();
        }
    }

    private static Optional<SealKey> of(AsymmetricKeyParameter key) {
        if (key instanceof ECPublicKeyParameters ec
                && ec.getParameters() instanceof ECNamedDomainParameters named
                && named.getName().equals(SECObjectIdentifiers.secp256r1)) {
            return Optional.of(new Es256(ec));
        }
        if (key instanceof RSAKeyParameters rsa && rsa.getModulus().bitLength() >= RSA_BITS) {
            return Optional.of(new Ps256(rsa));
        }
        return key instanceof Ed25519PublicKeyParameters ed ? Optional.of(new EdDsa(ed)) : Optional.empty();
    }

    /** ECDSA on P-256; the signature is r and s of 32 bytes each (RFC 7518 section 3.4), never DER. */
    record Es256(ECPublicKeyParameters key) implements SealKey {
        static final int PART = 32;

        @Override
        public String algorithm() {
            return "ES256";
        }

        @Override
        public int signatureLength() {
            return 2 * PART;
        }

        @Override
        public boolean verifies(SigningInput input, byte[] signature) {
            if (signature.length != signatureLength()) {
                return false;
            }
            BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, PART));
            BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, PART, 2 * PART));
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            return verifier.verifySignature(input.sha256(), r, s);
        }
    }

    /** RSASSA-PSS with SHA-256, MGF1 with SHA-256, 32 bytes of salt (RFC 7518 section 3.5). */
    record Ps256(RSAKeyParameters key) implements SealKey {
        static final int SALT = 32;

        @Override
        public String algorithm() {
            return "PS256";
        }

        @Override
        public int signatureLength() {
            return (key.getModulus().bitLength() + 7) / 8;
        }

        @Override
        public boolean verifies(SigningInput input, byte[] signature) {
            // A value beyond the modulus is no signature, and the engine would throw at it.
            if (signature.length != signatureLength()
                    || new BigInteger(1, signature).compareTo(key.getModulus()) >= 0) {
                return false;
            }
            SHA256Digest sha256 = new SHA256Digest();
            PSSSigner verifier = PSSSigner.createRawSigner(
                    new RSAEngine(), sha256, new SHA256Digest(), SALT, PSSSigner.TRAILER_IMPLICIT);
            verifier.init(false, key);
            byte[] hash = input.sha256();
            verifier.update(hash, 0, hash.length);
            return verifier.verifySignature(signature);
        }
    }

    /** Ed25519 (RFC 8037). */
    record EdDsa(Ed25519PublicKeyParameters key) implements SealKey {
        @Override
        public String algorithm() {
            return "EdDSA";
        }

        @Override
        public int signatureLength() {
            return Ed25519PublicKeyParameters.KEY_SIZE * 2;
        }

        @Override
        public boolean verifies(SigningInput input, byte[] signature) {
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, key);
            verifier.update(input.bytes(), 0, input.bytes().length);
            return signature.length == signatureLength() && verifier.verifySignature(signature);
        }
    }
}
