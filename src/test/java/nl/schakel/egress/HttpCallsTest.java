package nl.schakel.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicInteger met = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            met.incrementAndGet();
            byte[] said = (exchange.getRequestMethod() + " "
                            + exchange.getRequestHeaders().getFirst("Host").replaceAll(":.*", "") + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("Location", at("127.0.0.1", "/"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/dripping", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            try {
                ended.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        ended.countDown();
        server.stop(0);
        threads.shutdown();
    }

    private URI uri(String host, String path) {
        return URI.create(at(host, path));
    }

    private String at(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    private static String said(HttpCalls.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void callsAndHears() throws Exception {
        HttpCalls calls = new HttpCalls(Egress.unlisted(false), PATIENCE);
        assertThat(said(calls.get(uri("127.0.0.1", "/"), 100))).isEqualTo("GET 127.0.0.1 ");
        byte[] question = "what?".getBytes(StandardCharsets.UTF_8);
        assertThat(said(calls.post(uri("127.0.0.1", "/"), "text/plain", question, 100)))
                .isEqualTo("POST 127.0.0.1 what?");
        assertThatThrownBy(() -> calls.get(uri("127.0.0.1", "/"), 5)).hasMessage("more than 5 bytes");
    }

    @Test
    @Guards(Threat.T17)
    void asksForANameOnceForEachCallAndGoesWhereItLed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Egress egress = Egress.listed(List.of("127.0.0.1"), true).with(name ->
                new InetAddress[] {InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.9")});
        HttpCalls calls = new HttpCalls(egress, PATIENCE);
        assertThat(said(calls.get(uri("turning.example", "/"), 100))).isEqualTo("GET turning.example ");
        assertThat(asked).hasValue(1);
        assertThatThrownBy(() -> calls.get(uri("turning.example", "/"), 100)).isInstanceOf(EgressRefused.class);
        assertThat(asked).hasValue(2);
        assertThat(met).hasValue(1);
    }

    @Test
    @Guards(Threat.T17)
    void followsNoRedirectAndCallsNothingRefused() throws Exception {
        HttpCalls calls = new HttpCalls(Egress.unlisted(true).own(), PATIENCE);
        assertThat(calls.get(uri("127.0.0.1", "/elsewhere"), 100).status()).isEqualTo(302);
        HttpCalls strict = new HttpCalls(Egress.unlisted(true), PATIENCE);
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "2130706433", "169.254.169.254")) {
            assertThatThrownBy(() -> strict.get(uri(host, "/"), 100)).as(host).isInstanceOf(EgressRefused.class);
        }
        assertThat(met).hasValue(0);
    }

    @Test
    void waitsNoLongerThanItsPatienceForTheLastByte() {
        HttpCalls calls = new HttpCalls(Egress.unlisted(false), Duration.ofMillis(300));
        assertThatThrownBy(() -> calls.get(uri("127.0.0.1", "/dripping"), 100))
                .isInstanceOf(InterruptedIOException.class);
    }
}
