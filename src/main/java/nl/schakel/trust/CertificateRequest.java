package nl.schakel.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A request for a certificate (PKCS#10) in the name of the one in use. */
final class CertificateRequest {
    private CertificateRequest() {}

    /** What a request asks for. */
    record Asked(Subject subject, PublicKey key) {}

    /** @throws IllegalArgumentException when it is none, or was signed with another key */
    static Asked read(String pem) {
        try {
            byte[] der = Pem.read(pem)
                    .flatMap(blocks -> blocks.stream().findFirst())
                    .map(Pem::der)
                    .orElseThrow(() -> new IllegalArgumentException("Not a certificate request"));
            var request = new JcaPKCS10CertificationRequest(der).setProvider(BouncyCastle.PROVIDER);
            PublicKey key = request.getPublicKey();
            var verifier = new JcaContentVerifierProviderBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(key);
            if (!request.isSignatureValid(verifier)) {
                throw new IllegalArgumentException("The request was signed with another key");
            }
            X500Name name = request.getSubject();
            return new Asked(new Subject(only(name, BCStyle.CN), only(name, BCStyle.SERIALNUMBER)), key);
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IllegalArgumentException("Not a certificate request", e);
        }
    }

    private static String only(X500Name name, ASN1ObjectIdentifier kind) {
        var found = name.getRDNs(kind);
        if (found.length != 1) {
            throw new IllegalArgumentException("The request names no organisation");
        }
        return IETFUtils.valueToString(found[0].getFirst().getValue());
    }

    static String text(X509Certificate like, KeyPair pair, Usage usage) {
        X500Name subject = X500Name.getInstance(like.getSubjectX500Principal().getEncoded());
        try {
            ExtensionsGenerator wanted = new ExtensionsGenerator();
            wanted.addExtension(Extension.keyUsage, true, CertificateMaker.keyUsage(usage));
            byte[] der = new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate())
                    .build(CertificateMaker.signer(pair))
                    .getEncoded();
            return new String(Pem.bytes(List.of(new Pem("CERTIFICATE REQUEST", der))), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException("A request of known parts can be encoded", e);
        }
    }
}
