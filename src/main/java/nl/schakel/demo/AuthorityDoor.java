package nl.schakel.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import nl.schakel.trust.CertificateAuthority;

/** The demo's authority on the web: its revocation list at {@code /intermediate.crl}, its responder at {@code /ocsp}. */
final class AuthorityDoor implements Closeable {
    private static final int REQUEST_BYTES = 16 * 1024;

    private final HttpServer server;
    private final CertificateAuthority authority;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "demo-authority");
        worker.setDaemon(true);
        return worker;
    });

    /** On any port that is free: only the gateway of this home asks it. */
    AuthorityDoor(Path home, Clock clock) throws IOException {
        authority = CertificateAuthority.createAt(home.resolve("pki"), clock);
        server = HttpServers.plain(0);
        server.setExecutor(thread);
        server.createContext(
                "/intermediate.crl", exchange -> answer(exchange, "application/pkix-crl", authority.crl()));
        server.createContext("/ocsp", this::ocsp);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void ocsp(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readNBytes(REQUEST_BYTES);
        answer(exchange, "application/ocsp-response", authority.ocsp(request));
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
