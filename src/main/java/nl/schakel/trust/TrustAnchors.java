package nl.schakel.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom we believe. A chain that was found in order is remembered by its SHA-256 until the first of its
 * certificates or revocation lists ends, or the lists change. Safe for use by many threads.
 */
public final class TrustAnchors {
    private static final Logger LOG = LoggerFactory.getLogger(TrustAnchors.class);

    private final Set<X509Certificate> anchors;
    private final Clock clock;
    private final Met met = new Met();
    private volatile RememberedPaths paths;

    private TrustAnchors(Set<X509Certificate> anchors, Status status, Clock clock) {
        this.anchors = anchors;
        this.clock = clock;
        this.paths = paths(status);
    }

    private RememberedPaths paths(Status status) {
        return new RememberedPaths(new PathCheck(anchors, status, met));
    }

    /**
     * @param anchors believed as they stand, self-signed or not; at least one
     * @throws IllegalArgumentException when there is none, or one cannot be read
     */
    public static TrustAnchors of(Collection<X509Certificate> anchors, Clock clock) {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("Without an anchor nobody can be believed");
        }
        try {
            return new TrustAnchors(new LinkedHashSet<>(Certificates.reread(anchors)), Status.UNASKED, clock);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("An anchor cannot be read", e);
        }
    }

    /** The same anchors with these revocation lists; from then on a status that is unknown is refused. */
    public TrustAnchors withCrls(Collection<X509CRL> crls) {
        return new TrustAnchors(anchors, Status.of(crls), clock);
    }

    /** Takes newer revocation lists into use, here and for everybody who holds these anchors. */
    public void renewCrls(Collection<X509CRL> crls) {
        renew(Status.of(crls));
    }

    /** Takes newer knowledge into use, here and for everybody who holds these anchors. */
    void renew(Status status) {
        paths = paths(status);
    }

    /** Whose status is to be asked. */
    Met met() {
        return met;
    }

    Instant now() {
        return clock.instant();
    }

    /** Whether this chain, leaf first, is in order for this usage at this moment, and whose it is. */
    public Step<Organisation> verify(List<X509Certificate> chain, Usage usage, Instant at) {
        Verdict verdict = examine(chain, usage, at);
        if (verdict instanceof Verdict.Trusted trusted) {
            return Step.next(trusted.organisation());
        }
        CertificateRefusal cause = ((Verdict.Refused) verdict).cause();
        LOG.info("certificate refused cause={} usage={}", cause.code(), usage);
        return Step.stopped(Problem.of(
                cause == CertificateRefusal.STATUS_UNKNOWN
                        ? ProblemCode.CERTIFICATE_STATUS_UNKNOWN
                        : ProblemCode.CERTIFICATE_REFUSED));
    }

    /** As {@link #verify(List, Usage, Instant)}, now. */
    public Step<Organisation> verify(List<X509Certificate> chain, Usage usage) {
        return verify(chain, usage, clock.instant());
    }

    /** Why {@code verify} refuses, as a short code for log and audit, never for the other side; empty when it does not. */
    public Optional<String> diagnose(List<X509Certificate> chain, Usage usage, Instant at) {
        return examine(chain, usage, at) instanceof Verdict.Refused refused
                ? Optional.of(refused.cause().code())
                : Optional.empty();
    }

    /** As {@link #diagnose(List, Usage, Instant)}, now. */
    Optional<String> diagnose(List<X509Certificate> chain, Usage usage) {
        return diagnose(chain, usage, clock.instant());
    }

    /** Whether one of a chain whose path holds was revoked, or nobody says whether it was; whatever it is for. */
    Optional<CertificateRefusal> status(List<X509Certificate> chain) {
        try {
            return paths.status(chain, clock.instant());
        } catch (CertificateException unreadable) {
            return Optional.of(CertificateRefusal.NOT_PARSEABLE);
        }
    }

    private Verdict examine(List<X509Certificate> chain, Usage usage, Instant at) {
        if (chain.isEmpty()) {
            return new Verdict.Refused(CertificateRefusal.CHAIN_EMPTY);
        }
        if (chain.size() > Limits.CERTIFICATE_CHAIN) {
            return new Verdict.Refused(CertificateRefusal.CHAIN_TOO_LONG);
        }
        try {
            return paths.examine(chain, usage, at);
        } catch (CertificateException unreadable) {
            return new Verdict.Refused(CertificateRefusal.NOT_PARSEABLE);
        }
    }
}
