package nl.schakel.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.schakel.referral.Limits;

/**
 * Whose time-stamps we believe. A time-stamp authority is known by its certificate, which names no organisation of ours;
 * its purpose is checked with the token.
 */
public final class StampTrust {
    private final Set<X509Certificate> anchors;

    /** @throws IllegalArgumentException when an anchor cannot be read */
    public StampTrust(Collection<X509Certificate> anchors) {
        try {
            this.anchors = Set.copyOf(Certificates.reread(anchors));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("An anchor cannot be read", e);
        }
    }

    /**
     * The path from this certificate to an anchor, without it, when all of it is strong and valid at this moment.
     *
     * @param others certificates that may stand between
     */
    public Optional<List<X509Certificate>> path(X509Certificate leaf, Collection<X509Certificate> others, Instant at) {
        try {
            List<X509Certificate> path = ordered(leaf, Certificates.reread(others));
            return path.stream().allMatch(KeyRules::strong) && holds(path, at) ? Optional.of(path) : Optional.empty();
        } catch (CertificateException unreadable) {
            return Optional.empty();
        }
    }

    private List<X509Certificate> ordered(X509Certificate leaf, List<X509Certificate> others)
            throws CertificateException {
        List<X509Certificate> path = new ArrayList<>(Certificates.reread(List.of(leaf)));
        while (path.size() < Limits.CERTIFICATE_CHAIN) {
            X509Certificate last = path.get(path.size() - 1);
            Optional<X509Certificate> issuer = others.stream()
                    .filter(other -> !path.contains(other) && !anchors.contains(other))
                    .filter(other -> other.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst();
            if (issuer.isEmpty()) {
                break;
            }
            path.add(issuer.get());
        }
        return path;
    }

    private boolean holds(List<X509Certificate> path, Instant at) {
        try {
            PKIXParameters parameters = new PKIXParameters(anchors.stream()
                    .map(anchor -> new TrustAnchor(anchor, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            var certPath = CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                    .generateCertPath(path);
            CertPathValidator.getInstance("PKIX", BouncyCastle.PROVIDER).validate(certPath, parameters);
            return true;
        } catch (GeneralSecurityException broken) {
            return false;
        }
    }
}
