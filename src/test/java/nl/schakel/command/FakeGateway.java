package nl.schakel.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.TlsContexts;
import nl.schakel.trust.Usage;

/** Doors that answer what a test tells them to, on real sockets. */
final class FakeGateway implements AutoCloseable {
    /** What to answer to an HTTP request. */
    record Reply(int status, String body, Map<String, String> headers) {
        static Reply of(int status, String body) {
            return new Reply(status, body, Map.of());
        }
    }

    /** An HTTP request as it came. */
    record Request(String method, String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    volatile Function<Request, Reply> http = request -> Reply.of(404, "{}");
    volatile Function<String, String> mllp = message -> "";

    private final HttpServer web = HttpServer.create(loopback(), 0);
    private final HttpsServer partner = HttpsServer.create(loopback(), 0);
    private final ServerSocket ward = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    /**
     * @param home a demo home with keys
     */
    FakeGateway(Path home) throws IOException {
        Path pki = home.resolve("pki");
        partner.setHttpsConfigurator(
                new HttpsConfigurator(TlsContexts.mutual(
                        OwnKeys.of(pki).active(Usage.TLS), KeyFiles.certificates(pki.resolve("ca/root.crt")))) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(TlsContexts.serverParameters());
                    }
                });
        for (HttpServer server : List.of(web, partner)) {
            server.createContext("/", this::answer);
            server.start();
        }
        Thread lines = new Thread(this::talk, "fake-ward-door");
        lines.setDaemon(true);
        lines.start();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    Map<String, Integer> ports() {
        return Map.of(
                "web", web.getAddress().getPort(),
                "partner", partner.getAddress().getPort(),
                "mllp", ward.getLocalPort(),
                "mllps", ward.getLocalPort(),
                "management", web.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body);
            requests.add(request);
            Reply reply = http.apply(request);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void talk() {
        while (!ward.isClosed()) {
            try {
                Socket socket = ward.accept();
                Thread line = new Thread(() -> converse(socket), "fake-line");
                line.setDaemon(true);
                line.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (in.read() == 0x0B) {
                ByteArrayOutputStream message = new ByteArrayOutputStream();
                for (int next = in.read(); next != 0x1C; next = in.read()) {
                    message.write(next);
                }
                in.read();
                String text = message.toString(StandardCharsets.ISO_8859_1);
                messages.add(text);
                String ack = mllp.apply(text);
                if (ack.isEmpty()) {
                    return;
                }
                socket.getOutputStream().write(("\u000B" + ack + "\u001C\r").getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException broken) {
            // The test looks at the other side.
        }
    }

    @Override
    public void close() throws IOException {
        web.stop(0);
        partner.stop(0);
        ward.close();
    }
}
