package nl.schakel.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import nl.schakel.referral.Limits;
import nl.schakel.trust.TlsContexts;

/** A partner's HTTPS door with mutual TLS and the addresses to POST to. */
final class HttpDoor implements Closeable {
    private static final int THREADS = 8;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, "demo-https");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Office> offices;
    private final Optional<CaseShelf> shelf;

    HttpDoor(int port, SSLContext tls, Map<String, Office> offices, Optional<CaseShelf> shelf) throws IOException {
        this.offices = Map.copyOf(offices);
        this.shelf = shelf;
        server = HttpServers.secured(port);
        server.setHttpsConfigurator(new ClientsWithCertificate(tls));
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Office.Answer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Office.Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Optional<CaseShelf> cases = shelf.filter(there -> CaseShelf.has(path));
        Office office = offices.get(path);
        if (office == null && cases.isEmpty()) {
            return PostOffice.refused(404, "This address is not known here");
        }
        if (cases.isEmpty() && !"POST".equals(exchange.getRequestMethod())) {
            return PostOffice.refused(405, "Only POST");
        }
        byte[] body = exchange.getRequestBody().readNBytes(Limits.MESSAGE_BYTES + 1);
        if (body.length > Limits.MESSAGE_BYTES) {
            return PostOffice.refused(413, "Too large");
        }
        return cases.isPresent()
                ? cases.get()
                        .take(exchange.getRequestMethod(), exchange.getRequestURI(), body, exchange.getRequestHeaders())
                : Objects.requireNonNull(office).take(body, exchange.getRequestHeaders());
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
