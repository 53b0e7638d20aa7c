package nl.schakel.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Certificates whose path to an anchor held, so that their status is asked in the background. Strangers never enter. */
final class Met {
    /** As many as paths are remembered. */
    private static final int MOST = 4096;

    /** A certificate and who issued it. */
    record Pair(X509Certificate certificate, X509Certificate issuer) {}

    private final Map<String, Pair> pairs = new ConcurrentHashMap<>();

    void add(X509Certificate certificate, X509Certificate issuer) {
        if (pairs.size() < MOST) {
            pairs.putIfAbsent(Certificates.thumbprintText(certificate), new Pair(certificate, issuer));
        }
    }

    List<Pair> all() {
        return List.copyOf(pairs.values());
    }
}
