package nl.schakel.channel;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Whether the head of a request says one thing. What this door and a proxy before it could take for two is refused: another
 * version, no host or several, a transfer coding beside chunks, a header twice that may stand once (RFC 9112 sections 2.3,
 * 3.2 and 6.1, RFC 9110 section 5.3), and a packed body, which nobody here unpacks.
 */
final class HttpHead {
    private static final List<String> ONCE = List.of(
            "Host",
            "Content-Type",
            "Content-Encoding",
            "Transfer-Encoding",
            "Authorization",
            "If-Match",
            "X-Request-ID",
            "X-Correlation-ID");
    private static final Set<HttpVersion> VERSIONS = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    private HttpHead() {}

    static Optional<Problem> fault(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!VERSIONS.contains(request.protocolVersion())) {
            return Optional.of(broken("HTTP request", "HTTP/1.1"));
        }
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_1) && !headers.contains(HttpHeaderNames.HOST)) {
            return Optional.of(broken("Host", "one host"));
        }
        Optional<String> twice =
                ONCE.stream().filter(name -> headers.getAll(name).size() > 1).findFirst();
        if (twice.isPresent()) {
            return twice.map(name -> broken(name, "it once"));
        }
        if (!headers.get(HttpHeaderNames.TRANSFER_ENCODING, "chunked").equalsIgnoreCase("chunked")) {
            return Optional.of(broken("Transfer-Encoding", "chunked, or a Content-Length"));
        }
        return headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity").equalsIgnoreCase("identity")
                ? Optional.empty()
                : Optional.of(Problem.at(ProblemCode.MEDIA_TYPE_UNSUPPORTED, "Content-Encoding")
                        .expected("a body that is not packed"));
    }

    private static Problem broken(String place, String expected) {
        return Problem.at(ProblemCode.SYNTAX_BROKEN, place).expected(expected);
    }
}
