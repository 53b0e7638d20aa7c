package nl.schakel.trust;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The revocation lists and the answers of responders at hand. Where status is needed, every certificate below the anchor
 * needs a list of its issuer or an answer about itself: "unknown" is never taken for "in order".
 */
final class Revocations {
    /** A list may be late by this much before the status counts as unknown. */
    private static final Duration GRACE = Duration.ofHours(4);

    private final List<X509CRL> lists;
    private final Status status;

    Revocations(Status status) {
        this.lists = status.lists();
        this.status = status;
    }

    boolean consulted() {
        return status.needed() || !lists.isEmpty() || !status.answers().isEmpty();
    }

    Optional<CertificateRefusal> check(X509Certificate certificate, X509Certificate issuer, Instant at) {
        List<X509CRL> of =
                lists.stream().filter(list -> speaksFor(list, issuer)).toList();
        Optional<OcspAnswer> answer = answer(certificate);
        if (answer.filter(OcspAnswer::revoked).isPresent()
                || of.stream().anyMatch(list -> list.getRevokedCertificate(certificate.getSerialNumber()) != null)) {
            return Optional.of(CertificateRefusal.REVOKED);
        }
        boolean current = Stream.concat(
                        of.stream().map(Revocations::end), answer.stream().map(Revocations::end))
                .anyMatch(end -> !at.isAfter(end));
        return current || !status.needed() ? Optional.empty() : Optional.of(CertificateRefusal.STATUS_UNKNOWN);
    }

    /** Until when the newest word about this certificate counts. */
    Instant until(X509Certificate certificate, X509Certificate issuer) {
        return Stream.concat(
                        lists.stream().filter(list -> speaksFor(list, issuer)).map(Revocations::end),
                        answer(certificate).stream().map(Revocations::end))
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private Optional<OcspAnswer> answer(X509Certificate certificate) {
        return Optional.ofNullable(status.answers().get(Certificates.thumbprintText(certificate)));
    }

    private static Instant end(OcspAnswer answer) {
        return answer.until().plus(GRACE);
    }

    private static Instant end(X509CRL list) {
        return list.getNextUpdate() == null
                ? Instant.MIN
                : list.getNextUpdate().toInstant().plus(GRACE);
    }

    /** Signed by this issuer and complete: delta and indirect lists carry a critical extension and do not count. */
    static boolean speaksFor(X509CRL list, X509Certificate issuer) {
        if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()) || hasCriticalExtension(list)) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey(), BouncyCastle.PROVIDER);
            return true;
        } catch (GeneralSecurityException forged) {
            return false;
        }
    }

    private static boolean hasCriticalExtension(X509CRL list) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        return critical != null && !critical.isEmpty();
    }
}
