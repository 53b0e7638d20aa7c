package nl.schakel.trust;

import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import nl.schakel.referral.Sha256;

/**
 * Remembers what was found in order, so that a path is walked once and not for every message. Only trusted chains are
 * remembered: a stranger cannot fill the memory.
 */
final class RememberedPaths {
    /** Partners, their keys old and new, and room to spare; beyond it all is forgotten and examined again. */
    private static final int MOST = 4096;

    private record Key(Usage usage, String sha256) {}

    private final Map<Key, Verdict.Trusted> found = new ConcurrentHashMap<>();
    private final PathCheck check;

    RememberedPaths(PathCheck check) {
        this.check = check;
    }

    Verdict examine(List<X509Certificate> chain, Usage usage, Instant at) throws CertificateException {
        Key key = new Key(usage, digest(chain));
        Verdict.Trusted known = found.get(key);
        if (known != null && known.holdsAt(at)) {
            return known;
        }
        Verdict verdict = check.examine(Certificates.reread(chain), usage, at);
        if (verdict instanceof Verdict.Trusted trusted) {
            remember(key, trusted);
        }
        return verdict;
    }

    Optional<CertificateRefusal> status(List<X509Certificate> chain, Instant at) throws CertificateException {
        return check.status(Certificates.reread(chain), at);
    }

    private void remember(Key key, Verdict.Trusted trusted) {
        if (found.size() >= MOST) {
            found.clear();
        }
        found.put(key, trusted);
    }

    /** Over the whole chain: a good leaf among bad company gets the same answer the second time as the first. */
    private static String digest(List<X509Certificate> chain) throws CertificateException {
        MessageDigest sha256 = Sha256.begun();
        for (X509Certificate certificate : chain) {
            sha256.update(certificate.getEncoded());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
