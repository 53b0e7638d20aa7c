package nl.schakel.trust;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Fetches lists and asks responders over HTTP; both are signed, so that HTTP is enough (RFC 5280 section 8). No redirect
 * is followed and nothing large is read.
 */
final class RevocationFetch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The largest lists of PKIoverheid are a few megabytes. */
    private static final int LIST_BYTES = 16 * 1024 * 1024;

    private static final int ANSWER_BYTES = 64 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    byte[] list(URI at) throws IOException {
        return read(HttpRequest.newBuilder(at).GET(), LIST_BYTES);
    }

    byte[] ask(URI responder, byte[] question) throws IOException {
        return read(
                HttpRequest.newBuilder(responder)
                        .header("Content-Type", "application/ocsp-request")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question)),
                ANSWER_BYTES);
    }

    private byte[] read(HttpRequest.Builder asking, int most) throws IOException {
        try {
            HttpResponse<InputStream> response =
                    client.send(asking.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("HTTP status " + response.statusCode());
                }
                byte[] bytes = body.readNBytes(most + 1);
                if (bytes.length > most) {
                    throw new IOException("more than " + most + " bytes");
                }
                return bytes;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }
}
