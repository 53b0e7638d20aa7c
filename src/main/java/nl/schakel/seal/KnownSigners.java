package nl.schakel.seal;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import nl.schakel.trust.Certificates;

/** Decoded chains and keys by their text; only chains that were found in order are kept. */
final class KnownSigners {
    /** As many as the anchors remember. */
    private static final int MOST = 4096;

    /** A signer as its {@code x5c} shows it. */
    record Signer(List<X509Certificate> chain, String thumbprint, Optional<SealKey> key) {}

    private final Map<List<String>, Signer> known = new ConcurrentHashMap<>();
    private final NativeProvider provider;

    KnownSigners() {
        this(NativeProvider.none());
    }

    KnownSigners(NativeProvider provider) {
        this.provider = provider;
    }

    /** Empty when a certificate is not exactly one certificate in canonical base64. */
    Optional<Signer> read(List<String> x5c) {
        Signer signer = known.get(x5c);
        return signer == null ? decode(x5c) : Optional.of(signer);
    }

    void keep(List<String> x5c, Signer signer) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(x5c, signer);
    }

    private Optional<Signer> decode(List<String> x5c) {
        List<X509Certificate> chain = new ArrayList<>();
        for (String text : x5c) {
            Optional<X509Certificate> certificate = certificate(text);
            if (certificate.isEmpty()) {
                return Optional.empty();
            }
            chain.add(certificate.get());
        }
        X509Certificate leaf = chain.get(0);
        String thumbprint = Base64Url.text(Certificates.thumbprint(leaf));
        Optional<SealKey> key = SealKey.of(leaf.getPublicKey()).map(plain -> provider.over(plain, leaf.getPublicKey()));
        return Optional.of(new Signer(List.copyOf(chain), thumbprint, key));
    }

    private static Optional<X509Certificate> certificate(String text) {
        Optional<byte[]> der = Base64Url.decodePlain(text);
        if (der.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Certificates.parse(der.get()));
        } catch (CertificateException none) {
            return Optional.empty();
        }
    }
}
