package nl.schakel.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes the servers that we call as the JDK does, and then asks whether they were revoked: nothing is delivered to
 * somebody who lost a key. Clients that call us are examined behind the door, where a refusal has words.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager path;
    private final TrustAnchors anchors;

    PeerTrust(X509ExtendedTrustManager path, TrustAnchors anchors) {
        this.path = path;
        this.anchors = anchors;
    }

    private void status(X509Certificate[] chain) throws CertificateException {
        Optional<CertificateRefusal> refusal = anchors.status(List.of(chain));
        if (refusal.isPresent()) {
            throw new CertificateException(refusal.get().code());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        path.checkServerTrusted(chain, authType);
        status(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        path.checkServerTrusted(chain, authType, socket);
        status(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        path.checkServerTrusted(chain, authType, engine);
        status(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        path.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        path.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        path.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return path.getAcceptedIssuers();
    }
}
