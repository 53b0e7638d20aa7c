package nl.schakel.trust;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The revocation lists at hand. Once there are any, every certificate below the anchor needs a list of its issuer:
 * "unknown" is never taken for "in order".
 */
final class Revocations {
    /** A list may be late by this much before the status counts as unknown. */
    private static final Duration GRACE = Duration.ofHours(4);

    private final List<X509CRL> lists;

    Revocations(Collection<X509CRL> lists) {
        this.lists = List.copyOf(lists);
    }

    boolean consulted() {
        return !lists.isEmpty();
    }

    Optional<CertificateRefusal> check(X509Certificate certificate, X509Certificate issuer, Instant at) {
        List<X509CRL> of =
                lists.stream().filter(list -> speaksFor(list, issuer)).toList();
        if (of.stream().anyMatch(list -> list.getRevokedCertificate(certificate.getSerialNumber()) != null)) {
            return Optional.of(CertificateRefusal.REVOKED);
        }
        boolean current = of.stream().anyMatch(list -> !at.isAfter(end(list)));
        return current ? Optional.empty() : Optional.of(CertificateRefusal.STATUS_UNKNOWN);
    }

    /** Until when the newest list of this issuer says something. */
    Instant until(X509Certificate issuer) {
        return lists.stream()
                .filter(list -> speaksFor(list, issuer))
                .map(Revocations::end)
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static Instant end(X509CRL list) {
        return list.getNextUpdate() == null
                ? Instant.MIN
                : list.getNextUpdate().toInstant().plus(GRACE);
    }

    /** Signed by this issuer and complete: delta and indirect lists carry a critical extension and do not count. */
    private static boolean speaksFor(X509CRL list, X509Certificate issuer) {
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
