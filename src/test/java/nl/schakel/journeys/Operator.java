package nl.schakel.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** Somebody with a token, or without one, at the doors of a running gateway. */
record Operator(HttpClient client, URI web, String authorization) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer as it came. */
    record Answer(int status, String type, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
        }

        String code() {
            return json().path("code").asText();
        }
    }

    /** Whoever holds the home's own token. */
    static Operator of(DemoProcess demo) {
        return of(demo, demo.home().resolve("run/operator.token"));
    }

    static Operator of(DemoProcess demo, Path token) {
        try {
            return new Operator(
                    HttpClient.newHttpClient(),
                    URI.create("http://localhost:" + demo.port("web")),
                    "Bearer " + Files.readString(token).strip());
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** The same person with this in the header; empty for no header at all. */
    Operator saying(String other) {
        return new Operator(client, web, other);
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer post(String path, String body) {
        return call("POST", path, body);
    }

    Answer delete(String path) {
        return call("DELETE", path, "");
    }

    Answer call(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(web.resolve(path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Stages, partners, outcomes and reasons of one referral, a line each. */
    String trace(String reference) {
        StringBuilder lines = new StringBuilder();
        for (JsonNode event :
                get("/api/v1/referrals/" + reference + "/timeline").json().path("events")) {
            lines.append(event.path("stage").asText())
                    .append(' ')
                    .append(event.path("partner").asText())
                    .append(' ')
                    .append(event.path("outcome").asText())
                    .append(' ')
                    .append(event.path("reason").asText())
                    .append('\n');
        }
        return lines.toString();
    }
}
