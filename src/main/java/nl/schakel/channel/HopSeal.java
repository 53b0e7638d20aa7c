package nl.schakel.channel;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.pipeline.RequestSealing;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.referral.evidence.SealedRequest;
import org.apache.camel.Message;
import org.apache.hc.core5.http.HttpRequest;

/**
 * Seals in the headers of a request. The API Design Rules call the header {@code Payload-Signature}; a version between, which
 * DDAS follows, calls it {@code nlgov-adr-payload-sig}; what they sign is the header {@code Digest} (RFC 3230). Beside it
 * {@code Message-Signature} signs the request itself.
 */
final class HopSeal {
    private static final String FIRST = "Payload-Signature";
    private static final String NOW = "nlgov-adr-payload-sig";
    private static final String DIGEST = "Digest";
    private static final List<String> MESSAGE = List.of("Message-Signature", "nlgov-adr-message-sig");

    private HopSeal() {}

    /** In the form that it has; a receiver of the API Design Rules finds it under both names. */
    static void onto(Message message, String jws, byte[] body) {
        message.setHeader(FIRST, jws);
        if (SealForm.in(jws) == SealForm.ADR) {
            message.setHeader(NOW, jws);
            message.setHeader(DIGEST, SealForm.digest(body));
        }
    }

    /** The one seal; several that differ are none that anybody could check, and so is one beside a digest of other bytes. */
    static Optional<String> of(HttpHeaders headers, byte[] body) {
        List<String> all = Stream.of(FIRST, NOW)
                .flatMap(name -> once(headers, name).stream())
                .distinct()
                .toList();
        boolean contradicted = headers.getAll(DIGEST).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .anyMatch(value -> SealForm.isSha256(value)
                        && !value.substring(SealForm.SHA256.length())
                                .equals(SealForm.digest(body).substring(SealForm.SHA256.length())));
        return all.isEmpty() ? Optional.empty() : Optional.of(contradicted ? "." : String.join(",", all));
    }

    /** The request with the one seal over it; several that differ are none, and so is one that comes twice. */
    static Optional<SealedRequest> request(Asked.Request request) {
        List<String> all = MESSAGE.stream()
                .flatMap(name -> once(request.headers(), name).stream())
                .distinct()
                .toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new SealedRequest(
                        String.join(",", all),
                        new RequestHead(
                                request.method(),
                                request.uri(),
                                request.headers().entries().stream()
                                        .map(one -> new RequestHead.Field(one.getKey(), one.getValue()))
                                        .toList())));
    }

    /** Seals a request with everything that will travel already in it. */
    static void onto(HttpRequest request, RequestSealing sealing) {
        List<RequestHead.Field> fields = Stream.of(request.getHeaders())
                .map(one -> new RequestHead.Field(one.getName(), one.getValue()))
                .toList();
        String jws = sealing.seal(new RequestHead(request.getMethod(), request.getRequestUri(), fields));
        MESSAGE.forEach(name -> request.setHeader(name, jws));
    }

    private static Optional<String> once(HttpHeaders headers, String name) {
        List<String> values = headers.getAll(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }
}
