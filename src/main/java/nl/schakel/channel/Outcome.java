package nl.schakel.channel;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** What a broken call means: certainly not delivered, or not known. In doubt it is not known. */
final class Outcome {
    /** Each of these arises only before a request has left; a handshake fails before the other end reads one. */
    private static final Set<Class<? extends Throwable>> BEFORE = Set.of(
            NeverSent.class,
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            SSLHandshakeException.class,
            SSLPeerUnverifiedException.class,
            RejectedExecutionException.class);

    private static final int CAUSES = 8;

    private Outcome() {}

    static Sent of(Throwable trouble) {
        Throwable cause = trouble;
        for (int depth = 0; depth < CAUSES && cause != null; depth++) {
            Throwable known = cause;
            if (cause instanceof NoSuchElementException || cause instanceof ConnectionRequestTimeoutException) {
                return new Sent.NotDelivered(Problem.of(ProblemCode.BUSY).seen("no free connection to the partner"));
            }
            if (BEFORE.stream().anyMatch(type -> type.isInstance(known))) {
                return new Sent.NotDelivered(unreachable(cause));
            }
            cause = cause.getCause();
        }
        return new Sent.Unknown(
                Problem.of(ProblemCode.OUTCOME_UNKNOWN).seen(trouble.getClass().getSimpleName()));
    }

    private static Problem unreachable(Throwable cause) {
        Throwable first = cause instanceof NeverSent && cause.getCause() != null ? cause.getCause() : cause;
        return Problem.of(ProblemCode.PARTNER_UNREACHABLE).seen(first.getClass().getSimpleName());
    }
}
