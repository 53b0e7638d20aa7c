package nl.schakel.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import nl.schakel.referral.Limits;
import nl.schakel.trust.TlsContexts;

/** A partner's HTTPS door with mutual TLS and one address to POST to. */
final class HttpDoor implements Closeable {
    private static final int THREADS = 8;
    private static final int BACKLOG = 128;

    static {
        // Without it every answer waits 40 ms for the peer's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, "demo-https");
        thread.setDaemon(true);
        return thread;
    });
    private final PostOffice office;

    HttpDoor(int port, String path, SSLContext tls, PostOffice office) throws IOException {
        this.office = office;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setHttpsConfigurator(new ClientsWithCertificate(tls));
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(path, exchange));
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(String path, HttpExchange exchange) throws IOException {
        try (exchange) {
            PostOffice.Answer answer = answer(path, exchange);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private PostOffice.Answer answer(String path, HttpExchange exchange) throws IOException {
        if (!path.equals(exchange.getRequestURI().getPath())) {
            return PostOffice.Answer.refused(404, "This address is not known here");
        }
        if (!"POST".equals(exchange.getRequestMethod())) {
            return PostOffice.Answer.refused(405, "Only POST");
        }
        byte[] body = exchange.getRequestBody().readNBytes(Limits.MESSAGE_BYTES + 1);
        return body.length > Limits.MESSAGE_BYTES
                ? PostOffice.Answer.refused(413, "Too large")
                : office.take(body, exchange.getRequestHeaders());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static final class ClientsWithCertificate extends HttpsConfigurator {
        ClientsWithCertificate(SSLContext tls) {
            super(tls);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            parameters.setSSLParameters(TlsContexts.serverParameters());
        }
    }
}
