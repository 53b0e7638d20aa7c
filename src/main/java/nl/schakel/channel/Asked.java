package nl.schakel.channel;

import io.netty.handler.codec.http.HttpHeaders;
import nl.schakel.referral.Problem;

/** What came in on an HTTP connection. */
sealed interface Asked {

    /** One whole request. */
    record Request(String method, String uri, HttpHeaders headers, byte[] body, boolean keepAlive) implements Asked {}

    /** A request that cannot be read to its end; {@code uri} as far as it was understood. */
    record Broken(Problem problem, String uri) implements Asked {}
}
