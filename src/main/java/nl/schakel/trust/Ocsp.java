package nl.schakel.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
import org.bouncycastle.cert.ocsp.RevokedStatus;
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
        return single(der, certificate, issuer, Optional.of(now))
                .filter(single -> hasBegun(single, now))
                .filter(Ocsp::counts)
                .map(single -> new OcspAnswer(single.getCertStatus() instanceof RevokedStatus, until(single)));
    }

    /**
     * What an answer that somebody kept said.
     *
     * @param revokedAt since when, by the responder's word; empty when it was good
     * @param until when it ceased to count
     */
    record Past(Optional<Instant> revokedAt, Instant until) {}

    /** As {@link #answer}, of an answer of long ago: whoever signed it had to be allowed to at the time. */
    static Optional<Past> past(byte[] der, X509Certificate certificate, X509Certificate issuer) {
        return single(der, certificate, issuer, Optional.empty())
                .filter(Ocsp::counts)
                .map(single -> new Past(
                        single.getCertStatus() instanceof RevokedStatus revoked
                                ? Optional.of(revoked.getRevocationTime().toInstant())
                                : Optional.empty(),
                        until(single)));
    }

    /** @param at when its signer must have been valid; when it says that it was made, if empty */
    private static Optional<SingleResp> single(
            byte[] der, X509Certificate certificate, X509Certificate issuer, Optional<Instant> at) {
        try {
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                return Optional.empty();
            }
            CertificateID id = id(certificate, issuer);
            Optional<SingleResp> about = Arrays.stream(basic.getResponses())
                    .filter(single -> id.equals(single.getCertID()))
                    .findFirst();
            boolean signed = about.isPresent()
                    && isSigned(
                            basic,
                            issuer,
                            at.orElseGet(() -> basic.getProducedAt().toInstant()));
            return signed ? about : Optional.empty();
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

    private static Instant until(SingleResp single) {
        Date next = single.getNextUpdate();
        return next == null ? single.getThisUpdate().toInstant().plus(LIFE) : next.toInstant();
    }

    /** Good or revoked; "unknown" says nothing. */
    private static boolean counts(SingleResp single) {
        return single.getCertStatus() == CertificateStatus.GOOD || single.getCertStatus() instanceof RevokedStatus;
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
