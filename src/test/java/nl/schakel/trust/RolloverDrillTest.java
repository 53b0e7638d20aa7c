package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TLS key is rolled over while partners connect without a pause: no connection is lost. */
class RolloverDrillTest {
    private static final Subject SCHAKEL = new Subject("schakel", "00000099000000000000");
    private static final int ROLLOVERS = 3;
    private static final int BETWEEN = 40;

    @TempDir
    Path pki;

    @Test
    void losesNoConnectionWhileTheTlsKeyIsRolledOver() throws Exception {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        // In the PKCS#12 file, and taken into use as the watch does.
        OwnKeys own = OwnKeys.makeAt(pki);
        Usage.ofGateway().forEach(usage -> authority.issueInto(own, SCHAKEL, usage));
        GatewayKeys ours = GatewayKeys.from(() -> new GatewayKeys.Held(
                own.active(Usage.TLS), own.active(Usage.SEAL), own.active(Usage.CHECKPOINT), Optional.empty()));
        List<X509Certificate> roots = List.of(authority.root());
        TrustAnchors anchors = TrustAnchors.of(roots, Clock.systemUTC());
        SSLContext live = TlsContexts.live(ours::tls, roots, anchors);
        IssuedKey ward = authority.issue(new Subject("ggz", Workshop.OIN), Usage.TLS);
        // A context of its own for every call, so that none resumes the session of another.
        Supplier<SSLContext> partner = () -> TlsContexts.mutual(ward, roots);
        Set<X509Certificate> shown = new LinkedHashSet<>();
        List<X509Certificate> used = new ArrayList<>(List.of(ours.tls().certificate()));

        try (Door door = new Door(live)) {
            for (int i = 0; i < ROLLOVERS; i++) {
                shown.addAll(door.calls(partner, BETWEEN, () -> {
                    own.announce(Usage.TLS, authority.issue(SCHAKEL, Usage.TLS));
                    used.add(own.activate(Usage.TLS).certificate());
                    ours.renew();
                    return null;
                }));
            }
            shown.addAll(door.calls(partner, 1, () -> null));
            assertThat(door.served()).isEqualTo(ROLLOVERS * BETWEEN + 1);
        }
        assertThat(shown).as("every key was shown, and none but them").containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    @Guards(Threat.T04)
    void callsNobodyWhoseCertificateWasRevoked() throws Exception {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        IssuedKey shelter = authority.issue(new Subject("opvang", Workshop.OIN), Usage.TLS);
        List<X509Certificate> roots = List.of(authority.root());
        TrustAnchors anchors = TrustAnchors.of(roots, Clock.systemUTC());
        IssuedKey ours = authority.issue(SCHAKEL, Usage.TLS);
        SSLContext gateway = TlsContexts.live(() -> ours, roots, anchors);
        anchors.renewCrls(authority.crls());
        try (Door door = new Door(TlsContexts.mutual(shelter, roots))) {
            assertThat(door.calls(() -> gateway, 1, () -> null)).containsExactly(shelter.certificate());
            authority.revoke(shelter.certificate().getSerialNumber());
            anchors.renewCrls(authority.crls());
            // A session of before may be resumed for a few seconds.
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(catchThrowable(() -> door.call(gateway)))
                            .isInstanceOf(SSLHandshakeException.class)
                            .hasStackTraceContaining("certificate-revoked"));
        }
    }

    /** Answers every connection with one byte; a new handshake each time. */
    private static final class Door implements AutoCloseable {
        private final SSLServerSocket server;
        private final AtomicInteger served = new AtomicInteger();
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Door(SSLContext context) throws Exception {
            server = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 64, InetAddress.getLoopbackAddress());
            server.setSSLParameters(TlsContexts.serverParameters());
            threads.submit(this::serve);
        }

        private Void serve() throws Exception {
            while (!server.isClosed()) {
                var socket = server.accept();
                threads.submit(() -> {
                    try (socket) {
                        socket.getOutputStream().write(7);
                        socket.getOutputStream().flush();
                        socket.getInputStream().read();
                        served.incrementAndGet();
                    }
                    return null;
                });
            }
            return null;
        }

        int served() {
            await().atMost(Duration.ofSeconds(60)).until(() -> served.get() >= ROLLOVERS * BETWEEN + 1);
            return served.get();
        }

        /** Calls from four threads; in the middle of them something is done. */
        Set<X509Certificate> calls(Supplier<SSLContext> context, int number, Callable<Void> amid) throws Exception {
            ExecutorService callers = Executors.newFixedThreadPool(4);
            try {
                List<Future<X509Certificate>> calls = new ArrayList<>();
                for (int i = 0; i < number; i++) {
                    calls.add(callers.submit(() -> call(context.get())));
                    if (i == number / 2) {
                        calls.get(number / 4).get();
                        amid.call();
                    }
                }
                Set<X509Certificate> shown = new LinkedHashSet<>();
                for (Future<X509Certificate> call : calls) {
                    shown.add(call.get());
                }
                return shown;
            } finally {
                callers.shutdownNow();
            }
        }

        X509Certificate call(SSLContext context) throws Exception {
            try (SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(server.getInetAddress(), server.getLocalPort())) {
                socket.startHandshake();
                InputStream in = socket.getInputStream();
                assertThat(in.read()).isEqualTo(7);
                socket.getOutputStream().write(7);
                socket.getOutputStream().flush();
                X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return Optional.of(shown).orElseThrow();
            }
        }

        @Override
        public void close() throws Exception {
            server.close();
            threads.shutdownNow();
        }
    }
}
