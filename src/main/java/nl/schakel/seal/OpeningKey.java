package nl.schakel.seal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.BigIntegers;

/** Our private key to open parts. */
sealed interface OpeningKey {
    /** Bytes of a coordinate of P-256. */
    int COORDINATE = 32;

    /** The shared secret with a point of P-256; empty for a key of another kind. */
    Optional<byte[]> agree(ECPublicKeyParameters other);

    /** RSA-OAEP-256; empty for a key of another kind. */
    Optional<byte[]> decrypt(OAEPEncoding oaep, byte[] wrapped) throws InvalidCipherTextException;

    /** @throws IllegalArgumentException when it cannot be decoded, and is not the P-256 key of a token either */
    static OpeningKey of(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            if (!key.getAlgorithm().equals("EC")) {
                throw new IllegalArgumentException(
                        "A token opens parts with P-256 alone: PKCS#11 has no RSA-OAEP here");
            }
            return new Held(key);
        }
        try {
            return new Known(PrivateKeyFactory.createKey(encoded));
        } catch (IOException e) {
            throw new IllegalArgumentException("The private key cannot be decoded", e);
        }
    }

    /** Decoded once. */
    record Known(AsymmetricKeyParameter key) implements OpeningKey {
        @Override
        public Optional<byte[]> agree(ECPublicKeyParameters other) {
            if (!(key instanceof ECPrivateKeyParameters own)) {
                return Optional.empty();
            }
            ECDHBasicAgreement agreement = new ECDHBasicAgreement();
            agreement.init(own);
            return Optional.of(BigIntegers.asUnsignedByteArray(COORDINATE, agreement.calculateAgreement(other)));
        }

        @Override
        public Optional<byte[]> decrypt(OAEPEncoding oaep, byte[] wrapped) throws InvalidCipherTextException {
            if (!(key instanceof RSAKeyParameters own)) {
                return Optional.empty();
            }
            oaep.init(false, own);
            return Optional.of(oaep.processBlock(wrapped, 0, wrapped.length));
        }

        @Override
        public String toString() {
            return "Known[]";
        }
    }

    /** It stays in its token, which gives the shared secret away and nothing else. */
    record Held(PrivateKey key) implements OpeningKey {
        @Override
        public Optional<byte[]> agree(ECPublicKeyParameters other) {
            try {
                KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
                agreement.init(key);
                agreement.doPhase(plain(other), true);
                return Optional.of(agreement.generateSecret());
            } catch (GeneralSecurityException | IOException gone) {
                throw new IllegalStateException("The token does not agree on a key", gone);
            }
        }

        private static PublicKey plain(ECPublicKeyParameters other) throws GeneralSecurityException, IOException {
            byte[] encoded = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(other)
                    .getEncoded();
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        }

        @Override
        public Optional<byte[]> decrypt(OAEPEncoding oaep, byte[] wrapped) {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "Held[]";
        }
    }
}
