package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextsTest {
    @TempDir
    static Path pki;

    private static CertificateAuthority authority;
    private static SSLContext gateway;
    private static SSLContext partner;

    @BeforeAll
    static void issueKeys() {
        authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        authority.issueAt(pki.resolve("tls.crt"), pki.resolve("tls.key"), new Subject("schakel", oin(0)), Usage.TLS);
        gateway = TlsContexts.fromFiles(
                pki.resolve("tls.crt"), pki.resolve("tls.key"), List.of(pki.resolve("ca/root.crt")));
        IssuedKey ggz = authority.issue(new Subject("ggz-noord", oin(1)), Usage.TLS);
        partner = TlsContexts.mutual(ggz, List.of(authority.root()));
    }

    @Test
    void bothSidesShowWhoTheyAre() throws Exception {
        SSLSession session = handshake(partner, List.of("TLSv1.3"), TlsContexts.CIPHER_SUITES);
        assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
        assertThat(session.getPeerPrincipal().getName()).contains("schakel");
    }

    @Test
    void speaksTls12WithForwardSecrecy() throws Exception {
        SSLSession session = handshake(partner, List.of("TLSv1.2"), TlsContexts.CIPHER_SUITES);
        assertThat(session.getCipherSuite()).startsWith("TLS_ECDHE_ECDSA_");
    }

    @Test
    void refusesAClientWithoutACertificate() throws Exception {
        SSLContext nameless = SSLContext.getInstance("TLS");
        var trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
        var store = java.security.KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", authority.root());
        trust.init(store);
        nameless.init(null, trust.getTrustManagers(), null);

        assertThatThrownBy(() -> handshake(nameless, TlsContexts.PROTOCOLS, TlsContexts.CIPHER_SUITES))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesACertificateOfAnotherAuthority(@TempDir Path elsewhere) {
        CertificateAuthority other = CertificateAuthority.createAt(elsewhere, Clock.systemUTC());
        IssuedKey stranger = other.issue(new Subject("stranger", oin(2)), Usage.TLS);
        SSLContext client = TlsContexts.mutual(stranger, List.of(authority.root()));

        assertThatThrownBy(() -> handshake(client, TlsContexts.PROTOCOLS, TlsContexts.CIPHER_SUITES))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesCipherSuitesWithoutForwardSecrecyOrAuthentication() {
        for (String weak : List.of(
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")) {
            assertThatThrownBy(() -> handshake(wide(), List.of("TLSv1.2"), List.of(weak)))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void isNarrowAtEveryDoor() throws Exception {
        SSLEngine engine = gateway.createSSLEngine();
        assertThat(engine.getEnabledProtocols()).containsExactlyElementsOf(TlsContexts.PROTOCOLS);
        assertThat(engine.getEnabledCipherSuites()).containsExactlyElementsOf(TlsContexts.CIPHER_SUITES);
        SSLParameters parameters = gateway.getDefaultSSLParameters();
        assertThat(parameters.getProtocols()).containsExactlyElementsOf(TlsContexts.PROTOCOLS);
        try (SSLSocket socket = (SSLSocket) gateway.getSocketFactory().createSocket()) {
            assertThat(socket.getEnabledProtocols()).containsExactlyElementsOf(TlsContexts.PROTOCOLS);
        }
        try (SSLServerSocket socket =
                (SSLServerSocket) gateway.getServerSocketFactory().createServerSocket(0)) {
            assertThat(socket.getNeedClientAuth()).isTrue();
        }
    }

    /** A partner that offers whatever it likes. */
    private static SSLContext wide() throws Exception {
        return SSLContext.getDefault();
    }

    private static SSLSession handshake(SSLContext client, List<String> protocols, List<String> suites)
            throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket server =
                        (SSLServerSocket) gateway.getServerSocketFactory().createServerSocket(0, 1, loopback);
                SSLSocket socket =
                        (SSLSocket) client.getSocketFactory().createSocket(loopback, server.getLocalPort())) {
            CompletableFuture<Integer> served = CompletableFuture.supplyAsync(() -> greet(server));
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(protocols.toArray(String[]::new));
            socket.setEnabledCipherSuites(suites.toArray(String[]::new));
            socket.startHandshake();
            socket.getOutputStream().write(1);
            // Under TLS 1.3 a client learns only at its first read that its certificate was refused.
            if (socket.getInputStream().read() != 2) {
                throw new SSLException("closed");
            }
            served.get();
            return socket.getSession();
        } catch (ExecutionException e) {
            throw new SSLException(e);
        }
    }

    private static int greet(SSLServerSocket server) {
        try (SSLSocket accepted = (SSLSocket) server.accept()) {
            accepted.setSoTimeout(10_000);
            int read = accepted.getInputStream().read();
            accepted.getOutputStream().write(2);
            return read;
        } catch (IOException refused) {
            return -1;
        }
    }

    private static String oin(int number) {
        return "0000009900000000" + number + "000";
    }
}
