package nl.schakel.seal;

import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/** The signature methods of an XML seal (RFC 9231). RSA with PKCS #1 padding is here alone: the field has little else. */
enum XmlAlgorithm {
    ECDSA("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
    RSA_PSS("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"),
    RSA("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");

    private final String uri;

    XmlAlgorithm(String uri) {
        this.uri = uri;
    }

    String uri() {
        return uri;
    }

    static Optional<XmlAlgorithm> of(String uri) {
        for (XmlAlgorithm algorithm : values()) {
            if (algorithm.uri.equals(uri)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Whether keys of this kind sign so: the key decides, the message only says it again. */
    boolean isOf(SealKey key) {
        return this == ECDSA ? key instanceof SealKey.Es256 : key instanceof SealKey.Ps256;
    }

    /** By Bouncy Castle's engines, as with every other seal. */
    boolean verifies(SealKey key, byte[] signedInfo, byte[] signature) {
        if (signature.length != key.signatureLength()) {
            return false;
        }
        if (this == RSA && key instanceof SealKey.Ps256 rsa) {
            RSADigestSigner verifier = new RSADigestSigner(new SHA256Digest());
            verifier.init(false, rsa.key());
            verifier.update(signedInfo, 0, signedInfo.length);
            return verifier.verifySignature(signature);
        }
        return key.verifies(new SigningInput(signedInfo), signature);
    }
}
