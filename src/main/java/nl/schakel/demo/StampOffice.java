package nl.schakel.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import nl.schakel.seal.TimeStampAuthority;
import nl.schakel.trust.KeyFiles;

/** The demo's time-stamp authority over plain HTTP, as RFC 3161 has it: a token proves itself. */
final class StampOffice implements Closeable {
    private static final int REQUEST_BYTES = 4096;

    private final HttpServer server;
    private final TimeStampAuthority authority;

    StampOffice(Path pki, Clock clock) throws IOException {
        authority = new TimeStampAuthority(
                KeyFiles.read(pki.resolve("tsa/stamp.crt"), pki.resolve("tsa/stamp.key")), clock);
        // Any free port: nobody but the gateway asks, and it is told.
        server = HttpServers.plain(0);
        server.createContext("/", this::serve);
    }

    void start() {
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<byte[]> reply = authority.answer(exchange.getRequestBody().readNBytes(REQUEST_BYTES));
            byte[] body = reply.orElseGet(() -> new byte[0]);
            exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(reply.isPresent() ? 200 : 400, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
