package nl.schakel.channel;

import jakarta.mail.AuthenticationFailedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import nl.schakel.egress.Egress;
import nl.schakel.egress.EgressRefused;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** What a broken call means: certainly not delivered, or not known. In doubt it is not known. */
final class Outcome {
    /**
     * Each of these arises only before a request has left: a handshake fails before the other end reads one, and a way
     * that was replaced a moment ago takes nothing any more.
     */
    private static final Set<Class<? extends Throwable>> BEFORE = Set.of(
            NeverSent.class,
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            SSLHandshakeException.class,
            AuthenticationFailedException.class,
            SSLPeerUnverifiedException.class,
            RejectedExecutionException.class,
            DirectConsumerNotAvailableException.class);

    /** The word of Commons Pool for a connection that it made and that was over before anybody had it. */
    private static final String ENDED = "Unable to validate object";

    private static final int CAUSES = 8;

    private Outcome() {}

    static Sent of(Throwable trouble) {
        List<Throwable> causes = causes(trouble);
        Optional<EgressRefused> refused = causes.stream()
                .filter(EgressRefused.class::isInstance)
                .map(EgressRefused.class::cast)
                .findFirst();
        if (refused.isPresent()) {
            return new Sent.NotDelivered(problem(refused.get()));
        }
        if (causes.stream().anyMatch(Outcome::saysNoneFree)) {
            return new Sent.NotDelivered(Problem.of(ProblemCode.BUSY).seen("no free connection to the partner"));
        }
        if (causes.stream().anyMatch(Outcome::saysEnded)) {
            return new Sent.NotDelivered(
                    Problem.of(ProblemCode.PARTNER_UNREACHABLE).seen("a connection that ended at once"));
        }
        return causes.stream()
                .filter(cause -> BEFORE.stream().anyMatch(type -> type.isInstance(cause)))
                .findFirst()
                .<Sent>map(cause -> new Sent.NotDelivered(unreachable(cause)))
                .orElseGet(() -> new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN)
                        .seen(trouble.getClass().getSimpleName())));
    }

    private static boolean saysNoneFree(Throwable cause) {
        return (cause instanceof NoSuchElementException && !saysEnded(cause))
                || cause instanceof ConnectionRequestTimeoutException;
    }

    private static boolean saysEnded(Throwable cause) {
        return cause instanceof NoSuchElementException
                && String.valueOf(cause.getMessage()).contains(ENDED);
    }

    private static List<Throwable> causes(Throwable trouble) {
        return Stream.iterate(trouble, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES)
                .toList();
    }

    private static Problem unreachable(Throwable cause) {
        Throwable first = cause instanceof NeverSent && cause.getCause() != null ? cause.getCause() : cause;
        return Problem.of(ProblemCode.PARTNER_UNREACHABLE).seen(first.getClass().getSimpleName());
    }

    static Problem problem(EgressRefused refused) {
        return Problem.at(ProblemCode.EGRESS_REFUSED, Egress.SETTING).seen(refused.reason());
    }
}
