package nl.schakel.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS of the JDK, narrowed to 1.3 and 1.2 with forward secrecy and authenticated encryption. Whoever connects outward
 * over something else than HTTPS must still ask for host name checking ({@code endpointIdentificationAlgorithm}).
 */
public final class TlsContexts {
    /** TLS versions, best first. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    /** Cipher suites, best first: NCSC-NL's "good" ones for an ECDSA or RSA certificate. */
    public static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    /** A resumed session asks nobody whether the certificate of its first handshake was revoked since. */
    private static final int RESUMED_SECONDS = 5;

    private TlsContexts() {}

    /**
     * A context that shows its own certificate and believes only these; its engines and sockets speak nothing but
     * {@link #PROTOCOLS} and {@link #CIPHER_SUITES}. A server still says itself that it needs the client's certificate.
     */
    public static SSLContext mutual(IssuedKey own, Collection<X509Certificate> trusted) {
        try {
            SSLContext wide = SSLContext.getInstance("TLS");
            wide.init(keys(own).getKeyManagers(), trust(trusted).getTrustManagers(), null);
            return NarrowedTls.of(wide);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The JDK's TLS cannot use these keys", e);
        }
    }

    /**
     * As {@link #mutual}, with the key of the moment for every new connection, and without calls to anybody whose
     * certificate was revoked.
     */
    static SSLContext live(Supplier<IssuedKey> own, Collection<X509Certificate> trusted, TrustAnchors anchors) {
        try {
            SSLContext wide = SSLContext.getInstance("TLS");
            var path = (X509ExtendedTrustManager) trust(trusted).getTrustManagers()[0];
            wide.init(new KeyManager[] {new LiveKeys(own)}, new TrustManager[] {new PeerTrust(path, anchors)}, null);
            wide.getClientSessionContext().setSessionTimeout(RESUMED_SECONDS);
            return NarrowedTls.of(wide);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The JDK's TLS cannot use these keys", e);
        }
    }

    /** As {@link #mutual}, from PEM files. */
    public static SSLContext fromFiles(Path crt, Path key, Collection<Path> trusted) {
        List<X509Certificate> anchors = trusted.stream()
                .flatMap(file -> KeyFiles.certificates(file).stream())
                .toList();
        return mutual(KeyFiles.read(crt, key), anchors);
    }

    /** Parameters for a server that only speaks with a client that shows a certificate. */
    public static SSLParameters serverParameters() {
        SSLParameters parameters = narrowed();
        parameters.setNeedClientAuth(true);
        parameters.setUseCipherSuitesOrder(true);
        return parameters;
    }

    static SSLParameters narrowed() {
        return new SSLParameters(CIPHER_SUITES.toArray(String[]::new), PROTOCOLS.toArray(String[]::new));
    }

    private static KeyManagerFactory keys(IssuedKey own) throws GeneralSecurityException, IOException {
        // The store never leaves memory; its password only satisfies the interface.
        char[] password = UUID.randomUUID().toString().toCharArray();
        KeyStore store = empty();
        store.setKeyEntry("own", own.key(), password, own.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        return factory;
    }

    private static TrustManagerFactory trust(Collection<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate certificate : trusted) {
            store.setCertificateEntry("anchor-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
