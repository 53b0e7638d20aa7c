package nl.schakel.channel;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.evidence.SealForm;
import org.apache.camel.Message;

/**
 * The seal of a message in the headers of a request. The API Design Rules called the header {@code Payload-Signature} first
 * and call it {@code nlgov-adr-payload-sig} now, as DDAS does; what they sign is the header {@code Digest} (RFC 3230).
 */
final class HopSeal {
    private static final String FIRST = "Payload-Signature";
    private static final String NOW = "nlgov-adr-payload-sig";
    private static final String DIGEST = "Digest";

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
        List<String> all = java.util.stream.Stream.of(FIRST, NOW)
                .flatMap(name -> once(headers, name).stream())
                .distinct()
                .toList();
        boolean contradicted = headers.getAll(DIGEST).stream()
                .flatMap(value -> java.util.Arrays.stream(value.split(",")))
                .map(String::strip)
                .anyMatch(value -> value.regionMatches(true, 0, SealForm.SHA256, 0, SealForm.SHA256.length())
                        && !value.substring(SealForm.SHA256.length())
                                .equals(SealForm.digest(body).substring(SealForm.SHA256.length())));
        return all.isEmpty() ? Optional.empty() : Optional.of(contradicted ? "." : String.join(",", all));
    }

    private static Optional<String> once(HttpHeaders headers, String name) {
        List<String> values = headers.getAll(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }
}
