package nl.schakel.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;

/** Speaks as one demo partner: with its certificate, its seal and its way of sending. */
public final class PartnerVoice {
    /** Includes the TLS handshake, which on a busy machine takes seconds the first time. */
    private static final Duration CONNECT = Duration.ofSeconds(15);

    private static final String FHIR = "application/fhir+json";

    private final PartnerKeys keys;
    private final Doors doors;
    private final HttpClient client;

    private PartnerVoice(PartnerKeys keys, Doors doors) {
        this.keys = keys;
        this.doors = doors;
        this.client = HttpClient.newBuilder()
                .sslContext(keys.tls())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * The voice of a partner whose keys lie in the home.
     *
     * @return the voice, or {@code NOT_FOUND} when the home has no keys of that partner
     */
    public static Step<PartnerVoice> of(Path home, PartnerId partner, Doors doors) {
        return PartnerKeys.of(home, partner, Clock.systemUTC()).map(keys -> new PartnerVoice(keys, doors));
    }

    /** An HTTP answer. */
    public record Answer(int status, Optional<String> etag, byte[] body) {
        public boolean isGood() {
            return status / 100 == 2;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Opens an MLLP line to the gateway. */
    public MllpLine mllp(boolean plain) throws IOException {
        return plain
                ? MllpLine.plain(doors.port("mllp"))
                : MllpLine.secured(doors.port("mllps"), keys.tls().getSocketFactory());
    }

    /** Sends a FHIR message Bundle, sealed over exactly these bytes. */
    public Answer sendMessage(byte[] bundle) throws IOException {
        return call(sealed("/$process-message", bundle)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bundle))
                .build());
    }

    /** Reads a Task, for its ETag. */
    public Answer readTask(String id) throws IOException {
        return call(request("/Task/" + id).GET().build());
    }

    /** Changes a Task as it was read, sealed over exactly these bytes. */
    public Answer changeTask(String id, String etag, byte[] task) throws IOException {
        return call(sealed("/Task/" + id, task)
                .header("If-Match", etag)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(task))
                .build());
    }

    private HttpRequest.Builder sealed(String path, byte[] body) {
        // The same bytes have the same id, so that sending a file twice is a repeat and not a second message.
        return request(path)
                .header("Content-Type", FHIR)
                .header("X-Request-ID", UUID.nameUUIDFromBytes(body).toString())
                .header(PostOffice.SEAL, keys.seal(body, FHIR));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + doors.port("partner") + "/fhir" + path))
                .header("Accept", FHIR)
                .timeout(Limits.PARTNER_CALL);
    }

    private Answer call(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers().firstValue("ETag"), response.body());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the answer", stop);
        }
    }
}
