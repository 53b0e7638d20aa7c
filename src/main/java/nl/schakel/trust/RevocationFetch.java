package nl.schakel.trust;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import nl.schakel.egress.Egress;
import nl.schakel.egress.HttpCalls;

/**
 * Fetches lists and asks responders over HTTP; both are signed, so that HTTP is enough (RFC 5280 section 8). No redirect
 * is followed, nothing large is read, and only what the gateway may call is called: certificates come from outside.
 */
final class RevocationFetch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The largest lists of PKIoverheid are a few megabytes. */
    private static final int LIST_BYTES = 16 * 1024 * 1024;

    private static final int ANSWER_BYTES = 64 * 1024;
    private static final int OK = 200;

    private final HttpCalls calls;

    RevocationFetch(Egress egress) {
        this.calls = new HttpCalls(egress, PATIENCE);
    }

    byte[] list(URI at) throws IOException {
        return answered(() -> calls.get(at, LIST_BYTES));
    }

    byte[] ask(URI responder, byte[] question) throws IOException {
        return answered(() -> calls.post(responder, "application/ocsp-request", question, ANSWER_BYTES));
    }

    /** One call. */
    @FunctionalInterface
    private interface Call {
        HttpCalls.Answer answer() throws IOException, InterruptedException;
    }

    private static byte[] answered(Call call) throws IOException {
        try {
            HttpCalls.Answer answer = call.answer();
            if (answer.status() != OK) {
                throw new IOException("HTTP status " + answer.status());
            }
            return answer.body();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }
}
