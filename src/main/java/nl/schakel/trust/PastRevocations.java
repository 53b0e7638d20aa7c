package nl.schakel.trust;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Revocation lists that somebody kept: what they say of a certificate at a moment that is past. */
public final class PastRevocations {
    private final List<X509CRL> lists;

    private PastRevocations(List<X509CRL> lists) {
        this.lists = List.copyOf(lists);
    }

    /** @param pem lists as they were published; what is no list is left out, and so proves nothing */
    public static PastRevocations of(Collection<byte[]> pem) {
        List<X509CRL> lists = new ArrayList<>();
        for (byte[] text : pem) {
            for (Pem block :
                    Pem.read(new String(text, StandardCharsets.ISO_8859_1)).orElse(List.of())) {
                read(block).ifPresent(lists::add);
            }
        }
        return new PastRevocations(lists);
    }

    private static Optional<X509CRL> read(Pem block) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER);
            return factory.generateCRL(new ByteArrayInputStream(block.der())) instanceof X509CRL list
                    ? Optional.of(list)
                    : Optional.empty();
        } catch (CertificateException | CRLException none) {
            return Optional.empty();
        }
    }

    /** Since when it is revoked. */
    public Optional<Instant> revokedAt(X509Certificate certificate, X509Certificate issuer) {
        return lists.stream()
                .filter(list -> Revocations.speaksFor(list, issuer))
                .flatMap(
                        list -> Optional.ofNullable(list.getRevokedCertificate(certificate.getSerialNumber())).stream())
                .map(entry -> entry.getRevocationDate().toInstant())
                .min(Instant::compareTo);
    }

    /** Whether a list of this issuer was made at that moment or later, or was still current then. */
    public boolean speakOf(X509Certificate issuer, Instant at) {
        return lists.stream()
                .filter(list -> Revocations.speaksFor(list, issuer))
                .anyMatch(list -> list.getNextUpdate() != null
                        && list.getNextUpdate().toInstant().isAfter(at));
    }
}
