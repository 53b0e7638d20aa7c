package nl.schakel.channel;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A partner's HTTPS end that asks for the gateway's certificate. */
final class Shelter implements AutoCloseable {
    /** What came in. */
    record Got(String method, String path, Headers headers, byte[] body) {}

    /** How it answers. */
    interface Habit {
        void answer(HttpExchange exchange) throws IOException;
    }

    final List<Got> got = new CopyOnWriteArrayList<>();
    volatile Habit habit = exchange -> say(exchange, 200, "{\"resourceType\":\"OperationOutcome\"}");
    private final HttpsServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(4);

    Shelter() {
        this(TestKeys.partner());
    }

    Shelter(SSLContext tls) {
        try {
            server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(workers);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        got.add(new Got(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes()));
        habit.answer(exchange);
    }

    static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
