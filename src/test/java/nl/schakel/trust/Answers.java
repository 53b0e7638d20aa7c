package nl.schakel.trust;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Answers of responders, as an authority and others give them. */
public final class Answers {
    private Answers() {}

    /** The authority's own answer about a certificate that it issued. */
    public static byte[] of(CertificateAuthority authority, X509Certificate certificate) throws Exception {
        return authority.ocsp(Ocsp.question(certificate, authority.intermediate()));
    }

    /**
     * "Good", by somebody to whom the authority gave a certificate.
     *
     * @param pki the authority's folder
     * @param appointed whether that certificate is for answering
     * @param life how long it counts
     */
    public static byte[] delegated(Path pki, X509Certificate certificate, boolean appointed, Duration life) {
        try {
            IssuedKey intermediate =
                    KeyFiles.read(pki.resolve("ca/intermediate.crt"), pki.resolve("ca/intermediate.key"));
            Instant now = Instant.now();
            IssuedKey delegate = Workshop.tls()
                    .named("C=NL,CN=responder")
                    .keyUsage(KeyUsage.digitalSignature)
                    .purposes(appointed ? KeyPurposeId.id_kp_OCSPSigning : KeyPurposeId.id_kp_serverAuth)
                    .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)))
                    .by(intermediate)
                    .make();
            var digests = new JcaDigestCalculatorProviderBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build();
            var builder = new JcaBasicOCSPRespBuilder(
                    delegate.certificate().getPublicKey(), digests.get(CertificateID.HASH_SHA1));
            builder.addResponse(
                    new CertificateID(
                            digests.get(CertificateID.HASH_SHA1),
                            new JcaX509CertificateHolder(intermediate.certificate()),
                            certificate.getSerialNumber()),
                    CertificateStatus.GOOD,
                    Date.from(now),
                    Date.from(now.plus(life)));
            KeyPair key = new KeyPair(delegate.certificate().getPublicKey(), delegate.key());
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    CertificateMaker.signer(key),
                                    List.of(new JcaX509CertificateHolder(delegate.certificate()))
                                            .toArray(X509CertificateHolder[]::new),
                                    Date.from(now)))
                    .getEncoded();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
