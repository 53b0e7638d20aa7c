package nl.schakel.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Which kinds of key and of certificate signature are strong enough. */
final class KeyRules {
    /** NCSC-NL's guideline calls 2048 sufficient and 3072 good. */
    private static final int RSA_BITS = 2048;
    /** Beyond this a check costs more than it gives. */
    private static final int RSA_BITS_MOST = 8192;

    private static final Map<ASN1ObjectIdentifier, String> FAMILIES = Map.of(
            X9ObjectIdentifiers.id_ecPublicKey, "EC",
            PKCSObjectIdentifiers.rsaEncryption, "RSA",
            EdECObjectIdentifiers.id_Ed25519, "Ed25519");

    private static final Set<String> CERTIFICATE_SIGNATURES = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA384.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA512.getId(),
            PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha512WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.id_RSASSA_PSS.getId(),
            EdECObjectIdentifiers.id_Ed25519.getId());

    private KeyRules() {}

    static Optional<String> family(ASN1ObjectIdentifier algorithm) {
        return Optional.ofNullable(FAMILIES.get(algorithm));
    }

    /** Whether both the key and the signature over the certificate can be relied on. */
    static boolean strong(X509Certificate certificate) {
        return CERTIFICATE_SIGNATURES.contains(certificate.getSigAlgOID()) && strong(certificate.getPublicKey());
    }

    private static boolean strong(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= RSA_BITS && bits <= RSA_BITS_MOST;
        }
        var info = SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
        return family(info.getAlgorithm())
                .map(family -> !family.equals("EC") || Curves.isNamed(info.getParameters()))
                .orElse(false);
    }
}
