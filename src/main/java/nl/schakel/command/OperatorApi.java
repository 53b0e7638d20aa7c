package nl.schakel.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import nl.schakel.demo.Doors;

/** The gateway's own API, asked with the token of this home, or of a person who has one in it. */
final class OperatorApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String base;
    private final String token;

    private OperatorApi(String base, String token) {
        this.base = base;
        this.token = token;
    }

    static OperatorApi of(Path home) throws IOException {
        return of(home, home.resolve("run").resolve("operator.token"));
    }

    /**
     * As this person.
     *
     * @throws AccessDeniedException when they have no token in this home
     */
    static OperatorApi of(Path home, Optional<String> person) throws IOException {
        if (person.isEmpty()) {
            return of(home);
        }
        Path token = home.resolve("config").resolve("operators").resolve(person.get() + ".token");
        if (!Files.exists(token)) {
            throw new AccessDeniedException("the gateway as '" + person.get() + "': there is no token " + token);
        }
        return of(home, token);
    }

    private static OperatorApi of(Path home, Path token) throws IOException {
        int port = Doors.read(home)
                .map(doors -> doors.port("web"))
                .orElse(Doors.defaults().getOrDefault("web", 0));
        return new OperatorApi(
                "http://127.0.0.1:" + port,
                Files.exists(token) ? Files.readString(token).strip() : "");
    }

    /** The answer of one question; the body is missing when it is no JSON. */
    record Reply(int status, JsonNode body) {
        boolean isGood() {
            return status == 200;
        }

        /** Prints why it is not good and returns the exit code. */
        int fail(Console console) {
            String said = body.path("detail").asText(body.path("title").asText("The gateway answered " + status));
            String code = body.path("code").asText("");
            return console.fail(
                    status == 401 || status == 403 ? Exit.DENIED : Exit.FINDING,
                    (code.isEmpty() || said.startsWith(code) ? said : code + " " + said) + named());
        }

        /** Which field it is about and what belongs there. */
        private String named() {
            String place = body.path("place").asText("");
            String expected = body.path("expected").asText("");
            return (place.isEmpty() ? "" : " At " + place + ".")
                    + (expected.isEmpty() ? "" : " Expected: " + expected + ".");
        }
    }

    Reply get(String path) throws IOException {
        return get(path, PATIENCE);
    }

    /** For a question that takes long. */
    Reply get(String path, Duration patience) throws IOException {
        return ask(HttpRequest.newBuilder(URI.create(base + path)).GET(), patience);
    }

    Reply post(String path, JsonNode body) throws IOException {
        return ask(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    Reply post(String path) throws IOException {
        return ask(HttpRequest.newBuilder(URI.create(base + path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    Reply delete(String path) throws IOException {
        return ask(HttpRequest.newBuilder(URI.create(base + path)).DELETE());
    }

    /** A document, and how the question for it was answered. */
    record Download(Reply reply, byte[] bytes) {}

    Download download(String path) throws IOException {
        HttpResponse<byte[]> response =
                answer(HttpRequest.newBuilder(URI.create(base + path)).GET(), "*/*", PATIENCE);
        return new Download(
                new Reply(
                        response.statusCode(),
                        response.statusCode() == 200 ? MissingNode.getInstance() : tree(response.body())),
                response.body());
    }

    private Reply ask(HttpRequest.Builder asking) throws IOException {
        return ask(asking, PATIENCE);
    }

    private Reply ask(HttpRequest.Builder asking, Duration patience) throws IOException {
        HttpResponse<byte[]> response = answer(asking, "application/json", patience);
        return new Reply(response.statusCode(), tree(response.body()));
    }

    private HttpResponse<byte[]> answer(HttpRequest.Builder asking, String accept, Duration patience)
            throws IOException {
        HttpRequest request = asking.header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .timeout(patience)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException silent) {
            throw new Unreachable(base, silent);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unreachable(base, new IOException(stop));
        }
    }

    private static JsonNode tree(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException text) {
            return MissingNode.getInstance();
        }
    }
}
