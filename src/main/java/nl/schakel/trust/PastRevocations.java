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
import java.util.stream.Stream;

/** Revocation lists and answers of responders that somebody kept: what they say of a certificate at a moment that is past. */
public final class PastRevocations {
    private final List<X509CRL> lists;

    private final List<byte[]> answers;

    private PastRevocations(List<X509CRL> lists, Collection<byte[]> answers) {
        this.lists = List.copyOf(lists);
        this.answers = List.copyOf(answers);
    }

    /**
     * What is no list or no answer is left out, and so proves nothing.
     *
     * @param pem lists as they were published
     * @param answers of responders (RFC 6960, DER)
     */
    public static PastRevocations of(Collection<byte[]> pem, Collection<byte[]> answers) {
        List<X509CRL> lists = new ArrayList<>();
        for (byte[] text : pem) {
            for (Pem block :
                    Pem.read(new String(text, StandardCharsets.ISO_8859_1)).orElse(List.of())) {
                read(block).ifPresent(lists::add);
            }
        }
        return new PastRevocations(lists, answers);
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
        Stream<Instant> listed = lists.stream()
                .filter(list -> Revocations.speaksFor(list, issuer))
                .flatMap(
                        list -> Optional.ofNullable(list.getRevokedCertificate(certificate.getSerialNumber())).stream())
                .map(entry -> entry.getRevocationDate().toInstant());
        Stream<Instant> said = answers(certificate, issuer).flatMap(answer -> answer.revokedAt().stream());
        return Stream.concat(listed, said).min(Instant::compareTo);
    }

    /** Whether a list of this issuer, or an answer about this certificate, was made at that moment or later, or still current then. */
    public boolean speakOf(X509Certificate certificate, X509Certificate issuer, Instant at) {
        boolean listed = lists.stream()
                .filter(list -> Revocations.speaksFor(list, issuer))
                .anyMatch(list -> list.getNextUpdate() != null
                        && list.getNextUpdate().toInstant().isAfter(at));
        return listed
                || answers(certificate, issuer)
                        .anyMatch(answer -> answer.until().isAfter(at));
    }

    private Stream<Ocsp.Past> answers(X509Certificate certificate, X509Certificate issuer) {
        return answers.stream().flatMap(der -> Ocsp.past(der, certificate, issuer).stream());
    }
}
