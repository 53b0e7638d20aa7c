package nl.schakel.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import nl.schakel.referral.Limits;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Questions to a responder and its answers (RFC 6960). Only the issuer itself counts, or somebody to whom the issuer
 * gave a certificate for just this; an answer about another certificate, or of an unknown status, is none.
 */
final class Ocsp {
    /** For an answer that does not say until when it counts. */
    private static final Duration LIFE = Duration.ofHours(1);

    private Ocsp() {}

    /** A request about one certificate, DER. */
    static byte[] question(X509Certificate certificate, X509Certificate issuer) throws IOException {
        try {
            return new OCSPReqBuilder()
                    .addRequest(id(certificate, issuer))
                    .build()
                    .getEncoded();
        } catch (OCSPException | GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("A question about a certificate cannot be made", e);
        }
    }

    /** What these bytes say about this certificate at this moment; empty when they say nothing that counts. */
    static Optional<OcspAnswer> answer(byte[] der, X509Certificate certificate, X509Certificate issuer, Instant now) {
        try {
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)
                    || !isSigned(basic, issuer, now)) {
                return Optional.empty();
            }
            CertificateID id = id(certificate, issuer);
            for (SingleResp single : basic.getResponses()) {
                if (id.equals(single.getCertID()) && hasBegun(single, now)) {
                    return read(single);
                }
            }
            return Optional.empty();
        } catch (IOException
                | OCSPException
                | GeneralSecurityException
                | OperatorCreationException
                | IllegalArgumentException
                | ClassCastException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean hasBegun(SingleResp single, Instant now) {
        return !single.getThisUpdate().toInstant().isAfter(now.plus(Limits.CLOCK_SKEW));
    }

    private static Optional<OcspAnswer> read(SingleResp single) {
        Date next = single.getNextUpdate();
        Instant until = next == null ? single.getThisUpdate().toInstant().plus(LIFE) : next.toInstant();
        CertificateStatus status = single.getCertStatus();
        if (status == CertificateStatus.GOOD) {
            return Optional.of(new OcspAnswer(false, until));
        }
        boolean revoked = status instanceof org.bouncycastle.cert.ocsp.RevokedStatus;
        return revoked ? Optional.of(new OcspAnswer(true, until)) : Optional.empty();
    }

    private static boolean isSigned(BasicOCSPResp basic, X509Certificate issuer, Instant now)
            throws OCSPException, GeneralSecurityException, OperatorCreationException {
        if (verifies(basic, issuer)) {
            return true;
        }
        for (X509CertificateHolder holder : basic.getCerts()) {
            X509Certificate delegate = new JcaX509CertificateConverter()
                    .setProvider(BouncyCastle.PROVIDER)
                    .getCertificate(holder);
            if (mayAnswer(delegate, issuer, now) && verifies(basic, delegate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean verifies(BasicOCSPResp basic, X509Certificate signer)
            throws OCSPException, OperatorCreationException {
        var verifier = new JcaContentVerifierProviderBuilder()
                .setProvider(BouncyCastle.PROVIDER)
                .build(signer.getPublicKey());
        try {
            return basic.isSignatureValid(verifier);
        } catch (OCSPException otherKindOfKey) {
            return false;
        }
    }

    private static boolean mayAnswer(X509Certificate delegate, X509Certificate issuer, Instant now) {
        try {
            delegate.verify(issuer.getPublicKey(), BouncyCastle.PROVIDER);
            delegate.checkValidity(Date.from(now));
            var purposes = delegate.getExtendedKeyUsage();
            return KeyRules.strong(delegate)
                    && delegate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && purposes != null
                    && purposes.contains(KeyPurposeId.id_kp_OCSPSigning.getId());
        } catch (GeneralSecurityException foreign) {
            return false;
        }
    }

    /** SHA-1 here only names the issuer, as every responder understands it (RFC 5019); it protects nothing. */
    private static CertificateID id(X509Certificate certificate, X509Certificate issuer)
            throws OCSPException, GeneralSecurityException, OperatorCreationException {
        DigestCalculator sha1 = new JcaDigestCalculatorProviderBuilder()
                .setProvider(BouncyCastle.PROVIDER)
                .build()
                .get(CertificateID.HASH_SHA1);
        return new CertificateID(sha1, new JcaX509CertificateHolder(issuer), certificate.getSerialNumber());
    }
}
