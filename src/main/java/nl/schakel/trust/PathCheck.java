package nl.schakel.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.schakel.referral.Limits;

/** Examines a chain from nothing: strength, validity, usage, path to an anchor, revocation. */
final class PathCheck {
    private final Set<TrustAnchor> anchors;
    private final Set<X509Certificate> anchored;
    private final Revocations revocations;
    private final RegisteredKeys keys;
    private final Met met;

    PathCheck(Set<X509Certificate> anchored, Status status, Met met) {
        this.anchored = Set.copyOf(anchored);
        this.anchors =
                anchored.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet());
        this.revocations = new Revocations(status);
        this.keys = status.keys();
        this.met = met;
    }

    Verdict examine(List<X509Certificate> presented, Usage usage, Instant at) {
        List<X509Certificate> path = belowAnchor(presented);
        Optional<CertificateRefusal> unfit = unfit(path, usage, at);
        if (unfit.isPresent()) {
            return new Verdict.Refused(unfit.get());
        }
        Optional<Organisation> organisation = LeafRules.organisation(path.get(0));
        if (organisation.isEmpty()) {
            return new Verdict.Refused(CertificateRefusal.OIN_MISSING);
        }
        Optional<X509Certificate> anchor = walk(path, at);
        if (anchor.isEmpty()) {
            return new Verdict.Refused(CertificateRefusal.PATH_BROKEN);
        }
        Optional<CertificateRefusal> unregistered =
                keys.check(organisation.get().id(), usage, path.get(0));
        if (unregistered.isPresent()) {
            return new Verdict.Refused(unregistered.get());
        }
        return withStatus(path, anchor.get(), organisation.get(), at);
    }

    /** A sender may send the anchor along; what stands at or above it proves nothing. */
    private List<X509Certificate> belowAnchor(List<X509Certificate> presented) {
        List<X509Certificate> path = new ArrayList<>();
        for (X509Certificate certificate : presented) {
            if (!path.isEmpty() && anchored.contains(certificate)) {
                break;
            }
            path.add(certificate);
        }
        return path;
    }

    private static Optional<CertificateRefusal> unfit(List<X509Certificate> path, Usage usage, Instant at) {
        if (path.isEmpty()) {
            return Optional.of(CertificateRefusal.CHAIN_EMPTY);
        }
        if (path.size() > Limits.CERTIFICATE_CHAIN) {
            return Optional.of(CertificateRefusal.CHAIN_TOO_LONG);
        }
        if (!path.stream().allMatch(KeyRules::strong)) {
            return Optional.of(CertificateRefusal.TOO_WEAK);
        }
        if (at.isBefore(from(path))) {
            return Optional.of(CertificateRefusal.NOT_YET_VALID);
        }
        if (at.isAfter(until(path))) {
            return Optional.of(CertificateRefusal.EXPIRED);
        }
        return LeafRules.fits(path.get(0), usage) ? Optional.empty() : Optional.of(CertificateRefusal.USAGE_UNFIT);
    }

    private Optional<X509Certificate> walk(List<X509Certificate> path, Instant at) {
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            var certPath = CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                    .generateCertPath(path);
            var result =
                    CertPathValidator.getInstance("PKIX", BouncyCastle.PROVIDER).validate(certPath, parameters);
            return Optional.of(
                    ((PKIXCertPathValidatorResult) result).getTrustAnchor().getTrustedCert());
        } catch (CertPathValidatorException broken) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle has PKIX and there is an anchor", e);
        }
    }

    private Verdict withStatus(
            List<X509Certificate> path, X509Certificate anchor, Organisation organisation, Instant at) {
        Instant until = earliest(until(path), anchor.getNotAfter().toInstant());
        if (at.isAfter(until)) {
            return new Verdict.Refused(CertificateRefusal.EXPIRED);
        }
        Optional<CertificateRefusal> refusal = status(path, anchor, at);
        if (refusal.isPresent()) {
            return new Verdict.Refused(refusal.get());
        }
        for (int i = 0; revocations.consulted() && i < path.size(); i++) {
            until = earliest(until, revocations.until(path.get(i), issuer(path, i, anchor)));
        }
        return new Verdict.Trusted(organisation, from(path), until);
    }

    /** Of every certificate below the anchor; each is noted, so that its status is asked from now on. */
    private Optional<CertificateRefusal> status(List<X509Certificate> path, X509Certificate anchor, Instant at) {
        for (int i = 0; i < path.size(); i++) {
            met.add(path.get(i), issuer(path, i, anchor));
        }
        for (int i = 0; revocations.consulted() && i < path.size(); i++) {
            Optional<CertificateRefusal> refusal = revocations.check(path.get(i), issuer(path, i, anchor), at);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** The status alone, of a chain that somebody else examined. */
    Optional<CertificateRefusal> status(List<X509Certificate> presented, Instant at) {
        List<X509Certificate> path = belowAnchor(presented);
        return walk(path, at)
                .map(anchor -> status(path, anchor, at))
                .orElse(Optional.of(CertificateRefusal.PATH_BROKEN));
    }

    private static X509Certificate issuer(List<X509Certificate> path, int place, X509Certificate anchor) {
        return place + 1 < path.size() ? path.get(place + 1) : anchor;
    }

    private static Instant from(List<X509Certificate> path) {
        return path.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static Instant until(List<X509Certificate> path) {
        return path.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
