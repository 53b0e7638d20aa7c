package nl.schakel.bench.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import nl.schakel.demo.HttpServers;

/** Who gets the messages: it counts them by their id, once each, and how often one came again. */
final class Receiver implements Closeable {
    private static final int THREADS = 16;
    private static final int BACKLOG = 128;
    private static final int START = 0x0b;
    private static final int END = 0x1c;

    private static final Pattern REFERENCE = Pattern.compile("NamingSystem/referral\",\"value\":\"(V-[^\"]+)\"");

    /** When a referral arrived, by its reference. */
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();

    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final LongAdder again = new LongAdder();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private final Closeable door;
    private volatile Duration pause = Duration.ZERO;

    private Receiver(Optional<SSLContext> tls) throws IOException {
        HttpServer server = tls.isPresent() ? secured(tls.get()) : HttpServers.plain(0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "receiver-http");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::take);
        server.start();
        port = server.getAddress().getPort();
        door = () -> server.stop(0);
    }

    private Receiver() throws IOException {
        ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        port = server.getLocalPort();
        door = server;
        threads.execute(() -> listen(server));
    }

    static Receiver http() throws IOException {
        return new Receiver(Optional.empty());
    }

    static Receiver https(SSLContext tls) throws IOException {
        return new Receiver(Optional.of(tls));
    }

    static Receiver mllp() throws IOException {
        return new Receiver();
    }

    private static HttpServer secured(SSLContext tls) throws IOException {
        HttpsServer server = HttpServers.secured(0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    int port() {
        return port;
    }

    /** How many different messages came. */
    int different() {
        return ids.size();
    }

    /** How many came that had come before. */
    long repeats() {
        return again.sum();
    }

    Optional<Long> arrival(String reference) {
        return Optional.ofNullable(arrivals.get(reference));
    }

    /** Each answer is held back for so long from now on; what arrives is counted all the same. */
    void slow(Duration time) {
        pause = time;
    }

    private void hold() {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(String id) {
        if (!ids.add(id)) {
            again.increment();
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher reference =
                    REFERENCE.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (reference.find()) {
                arrivals.putIfAbsent(reference.group(1), System.nanoTime());
            }
            String id = exchange.getRequestHeaders().getFirst("X-Request-ID");
            count(id);
            hold();
            byte[] answer = ("{\"received\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void listen(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The run is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (byte[] message = frame(in); message.length > 0; message = frame(in)) {
                count(Acknowledged.controlId(message));
                out.write(framed(Acknowledged.of(message)));
            }
        } catch (IOException closed) {
            // The other side went.
        }
    }

    /** Nothing at the end of the stream. */
    static byte[] frame(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == END) {
                in.read();
                return bytes.toByteArray();
            }
            if (next != START) {
                bytes.write(next);
            }
        }
        return new byte[0];
    }

    static byte[] framed(byte[] message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length + 3);
        bytes.write(START);
        bytes.writeBytes(message);
        bytes.write(END);
        bytes.write('\r');
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
