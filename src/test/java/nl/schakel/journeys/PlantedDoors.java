package nl.schakel.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import nl.schakel.demo.MllpLine;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.trust.TlsContexts;

/** The real doors of a running demo, with everything that comes back: status, headers and body. */
record PlantedDoors(DemoProcess demo) {

    String mllp(String message) throws IOException {
        try (MllpLine line = voice("ggz-noord").mllp(false)) {
            return new String(
                    line.exchange(message.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
        }
    }

    String process(String bundle) throws IOException {
        return told(voice("ziekenhuis-demo").sendMessage(bundle.getBytes(StandardCharsets.UTF_8)));
    }

    String json(String partner, String path, String document) throws IOException {
        return told(voice(partner).post(path, "application/json", document.getBytes(StandardCharsets.UTF_8)));
    }

    String stuf(String message) throws IOException {
        return told(voice("gemeente-demo").sendStuf(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    String soap(String envelope) throws IOException {
        return told(voice("gemeente-demo").sendSoap(envelope.getBytes(StandardCharsets.UTF_8)));
    }

    PartnerVoice voice(String partner) throws IOException {
        return new Ward(demo).voice(partner);
    }

    static String told(PartnerVoice.Answer answer) {
        return answer.status() + " " + answer.reference().orElse("") + " "
                + answer.etag().orElse("") + "\n" + answer.text();
    }

    /** Puts a file in a partner's folder in one step, with no seal where its partner seals nothing. What comes back lies in its other folder. */
    String drop(String partner, String name, byte[] bytes) throws IOException {
        Path in = demo.home().resolve("drop").resolve(partner).resolve("in");
        Path aside = Files.write(demo.home().resolve("drop").resolve("aside"), bytes);
        Files.move(aside, in.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return "";
    }

    /** Waits until what lies in a partner's folder is in the journal. */
    void awaitTaken(String partner) {
        Path drop = demo.home().resolve("drop").resolve(partner);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> isEmpty(drop.resolve("in")) && isEmpty(drop.resolve("taken")));
    }

    /** What has an ending that nobody knows stays where it lies. */
    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> file.toString().endsWith(".zoef"));
        }
    }

    /** As the hospital, with these headers. */
    String http(String method, String path, String body, List<String> headers) {
        URI door = URI.create("https://localhost:" + demo.port("partner") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(door)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return answer(HttpClient.newBuilder().sslContext(tls()).build(), request.build());
    }

    /** As an operator. */
    String web(String path) {
        Operator operator = Operator.of(demo);
        return answer(
                operator.client(),
                HttpRequest.newBuilder(operator.web().resolve(path))
                        .header("Authorization", operator.authorization())
                        .build());
    }

    private static String answer(HttpClient client, HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() + " " + answer.headers().map() + "\n"
                    + new String(answer.body(), StandardCharsets.ISO_8859_1);
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    private SSLContext tls() {
        Path keys = demo.home().resolve("pki/partners/ziekenhuis-demo");
        Path authority = demo.home().resolve("pki/ca");
        return TlsContexts.fromFiles(
                keys.resolve("tls.crt"),
                keys.resolve("tls.key"),
                List.of(authority.resolve("root.crt"), authority.resolve("intermediate.crt")));
    }
}
