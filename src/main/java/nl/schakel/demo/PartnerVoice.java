package nl.schakel.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
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

    /**
     * An HTTP answer.
     *
     * @param reference of the referral, where the door said it in a header
     * @param receipt the signed receipt, where the door said it in a header
     */
    public record Answer(
            int status, Optional<String> etag, Optional<String> reference, Optional<String> receipt, byte[] body) {
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
        return post("/fhir/$process-message", FHIR, bundle);
    }

    /**
     * Posts a document, sealed over exactly these bytes.
     *
     * @param path of the partners' door, such as {@code /fhir/Task} or {@code /in/ddas}
     */
    public Answer post(String path, String mediaType, byte[] document) throws IOException {
        return call(sealed(path, mediaType, document)
                .POST(HttpRequest.BodyPublishers.ofByteArray(document))
                .build());
    }

    /** Posts a document with the seal of another, as somebody would who changed it on the way. */
    public Answer postWithSealOf(String path, String mediaType, byte[] sealed, byte[] document) throws IOException {
        return call(sealed(path, mediaType, sealed)
                .POST(HttpRequest.BodyPublishers.ofByteArray(document))
                .build());
    }

    /** Sends a StUF message in a SOAP envelope; SOAP carries no seal of its own. */
    public Answer sendStuf(byte[] stuf) throws IOException {
        return sendSoap(StufText.soap(stuf));
    }

    /** Sends exactly these bytes to the address for SOAP. */
    public Answer sendSoap(byte[] envelope) throws IOException {
        return call(request("/in/stuf-ggk", "text/xml")
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("SOAPAction", "\"\"")
                .POST(HttpRequest.BodyPublishers.ofByteArray(envelope))
                .build());
    }

    /** Sends a message of iWmo in a StUF-GGk envelope of its own parties; the same file has the same number. */
    public Answer sendIwmo(byte[] message) throws IOException {
        return sendStuf(StufText.around(message));
    }

    /** Reads a Task, for its ETag. */
    public Answer readTask(String id) throws IOException {
        return call(request("/fhir/Task/" + id, FHIR).GET().build());
    }

    /** Reads what stands at an address of the partners' door, such as {@code /fhir/$events}. */
    public Answer read(String path) throws IOException {
        return call(request(path, FHIR).GET().build());
    }

    /** Asks for something to be done that brings no message. */
    public Answer ask(String path) throws IOException {
        return call(
                request(path, FHIR).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /** Changes a Task as it was read, sealed over exactly these bytes. */
    public Answer changeTask(String id, String etag, byte[] task) throws IOException {
        return call(sealed("/fhir/Task/" + id, FHIR, task)
                .header("If-Match", etag)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(task))
                .build());
    }

    /** Changes a Task by a patch, as it was read. */
    public Answer patchTask(String id, String etag, String mediaType, byte[] patch) throws IOException {
        return call(sealed("/fhir/Task/" + id, mediaType, patch)
                .header("If-Match", etag)
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(patch))
                .build());
    }

    private HttpRequest.Builder sealed(String path, String mediaType, byte[] body) {
        // The same bytes have the same id, so that sending a file twice is a repeat and not a second message.
        return request(path, mediaType)
                .header("Content-Type", mediaType)
                .header("X-Request-ID", UUID.nameUUIDFromBytes(body).toString())
                .header(PostOffice.SEAL, keys.seal(body, mediaType));
    }

    private HttpRequest.Builder request(String path, String accepted) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + doors.port("partner") + path))
                .header("Accept", accepted)
                .timeout(Limits.PARTNER_CALL);
    }

    private Answer call(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            HttpHeaders headers = response.headers();
            return new Answer(
                    response.statusCode(),
                    headers.firstValue("ETag"),
                    headers.firstValue("X-Schakel-Reference"),
                    headers.firstValue("Schakel-Receipt"),
                    response.body());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the answer", stop);
        }
    }
}
