package nl.schakel.trust;

import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Answers for one authority from its own revocation list; about others' certificates it says "unknown". */
final class OcspResponder {
    private static final Duration LIFE = Duration.ofMinutes(10);
    /** A request is about one certificate or a few. */
    private static final int QUESTIONS = 32;

    private final X509Certificate issuer;
    private final KeyPair key;
    private final Supplier<X509CRL> list;

    OcspResponder(X509Certificate issuer, KeyPair key, Supplier<X509CRL> list) {
        this.issuer = issuer;
        this.key = key;
        this.list = list;
    }

    byte[] answer(byte[] request, Instant now) {
        try {
            OCSPReq read = read(request);
            return read == null
                    ? new OCSPRespBuilder()
                            .build(OCSPRespBuilder.MALFORMED_REQUEST, null)
                            .getEncoded()
                    : signed(read, now).getEncoded();
        } catch (IOException | OCSPException | OperatorCreationException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException("A responder with a P-256 key can sign", e);
        }
    }

    private static @org.jspecify.annotations.Nullable OCSPReq read(byte[] request) {
        try {
            OCSPReq read = new OCSPReq(request);
            int questions = read.getRequestList().length;
            return questions > 0 && questions <= QUESTIONS ? read : null;
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }

    private OCSPResp signed(OCSPReq request, Instant now)
            throws OCSPException, OperatorCreationException, java.security.GeneralSecurityException {
        var digests = new JcaDigestCalculatorProviderBuilder()
                .setProvider(BouncyCastle.PROVIDER)
                .build();
        BasicOCSPRespBuilder builder =
                new JcaBasicOCSPRespBuilder(key.getPublic(), digests.get(CertificateID.HASH_SHA1));
        X509CertificateHolder us = new JcaX509CertificateHolder(issuer);
        X509CRL current = list.get();
        for (Req question : request.getRequestList()) {
            CertificateID id = question.getCertID();
            CertificateStatus status = id.matchesIssuer(us, digests) ? status(current, id) : new UnknownStatus();
            builder.addResponse(id, status, Date.from(now), Date.from(now.plus(LIFE)));
        }
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(CertificateMaker.signer(key), new X509CertificateHolder[0], Date.from(now)));
    }

    private static CertificateStatus status(X509CRL list, CertificateID id) {
        X509CRLEntry entry = list.getRevokedCertificate(id.getSerialNumber());
        return entry == null
                ? CertificateStatus.GOOD
                : new RevokedStatus(entry.getRevocationDate(), CRLReason.keyCompromise);
    }
}
