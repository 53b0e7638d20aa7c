package nl.schakel.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import nl.schakel.dialogue.CaseDialogue;
import nl.schakel.dialogue.CaseSystem;
import nl.schakel.dialogue.DebtDialogue;
import nl.schakel.dialogue.DebtSession;
import nl.schakel.dialogue.Dialogue;
import nl.schakel.dialogue.Turn;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Makes the calls of a dialogue one after another within the time of one delivery. Whatever does not fit in it is left for the
 * next attempt: a lease must not end while a call still runs.
 */
final class DialogueCall {
    static final String DIALOGUE = "dialogue";
    private static final String MORE = "more";
    private static final String SINCE = "since";

    private final Map<String, DebtSession> sessions = new ConcurrentHashMap<>();
    private final Duration patience;
    private final Clock clock;

    /** @param patience for beginning a call; the last one that begins may take as long again */
    DialogueCall(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** Begins what is to be said to a case system. */
    void caseSystem(Exchange exchange) throws NeverSent {
        CaseSystem system = new CaseSystem(text(exchange, "cases"), text(exchange, "documents"));
        begin(exchange, CaseDialogue.about(exchange.getIn().getBody(Outgoing.class), system));
    }

    /** Begins an application to a debt relief service, under the session that is open there. */
    void debtRelief(Exchange exchange) throws NeverSent {
        String client = text(exchange, "client");
        Secret secret = exchange.getContext().getRegistry().lookupByNameAndType(text(exchange, "secret"), Secret.class);
        // A partner file that is read anew has a secret of its own, and so a session of its own.
        DebtSession session = sessions.computeIfAbsent(
                text(exchange, "secret"),
                key -> new DebtSession(
                        client, () -> Objects.requireNonNull(secret).read()));
        Outgoing outgoing = exchange.getIn().getBody(Outgoing.class);
        exchange.removeProperty("secret");
        begin(exchange, DebtDialogue.about(outgoing, text(exchange, "path"), session));
    }

    private void begin(Exchange exchange, Dialogue dialogue) throws NeverSent {
        exchange.setProperty(DIALOGUE, dialogue);
        exchange.setProperty(SINCE, System.nanoTime());
        turn(exchange);
    }

    private void turn(Exchange exchange) throws NeverSent {
        Dialogue dialogue = exchange.getProperty(DIALOGUE, Dialogue.class);
        Turn turn = following(dialogue);
        boolean late = System.nanoTime() - exchange.getProperty(SINCE, Long.class) > patience.toNanos();
        if (turn instanceof Turn.Call && late) {
            turn = new Turn.Over(dialogue.broken(new Sent.NotDelivered(
                    Problem.of(ProblemCode.PARTNER_UNREACHABLE).seen("too slow for all its calls; it goes on later"))));
        }
        if (turn instanceof Turn.Call call) {
            exchange.setProperty(MORE, true);
            request(exchange, call);
        } else if (turn instanceof Turn.Over over) {
            exchange.setProperty(MORE, false);
            exchange.getMessage().removeHeaders("*");
            exchange.getMessage().setBody(over.sent());
        }
    }

    /** A secret that cannot be read stops a call before it is made. */
    private static Turn following(Dialogue dialogue) throws NeverSent {
        try {
            return dialogue.next();
        } catch (UncheckedIOException noSecret) {
            throw new NeverSent(noSecret);
        }
    }

    private void request(Exchange exchange, Turn.Call call) throws NeverSent {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        call.headers().forEach(message::setHeader);
        authorise(exchange, clock);
        message.setHeader(Exchange.HTTP_METHOD, call.method());
        message.setHeader(Exchange.HTTP_PATH, call.path());
        if (!call.query().isEmpty()) {
            message.setHeader(Exchange.HTTP_QUERY, call.query());
        }
        boolean silent = call.body().length == 0;
        message.setBody(silent ? null : new ByteArrayEntity(call.body(), ContentType.parse(call.mediaType())));
    }

    /** The token of the client that the partner file names; nothing where it names none. */
    static void authorise(Exchange exchange, Clock clock) throws NeverSent {
        String name = text(exchange, "secret");
        Secret secret =
                name == null ? null : exchange.getContext().getRegistry().lookupByNameAndType(name, Secret.class);
        if (secret == null) {
            return;
        }
        try {
            String token = ZgwToken.of(text(exchange, "client"), secret, clock);
            exchange.getMessage().setHeader("Authorization", "Bearer " + token);
        } catch (UncheckedIOException | IllegalStateException noSecret) {
            throw new NeverSent(noSecret);
        }
    }

    /** Hears the answer, and says what is next. */
    void answer(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] body = message.getBody() instanceof InputStream in ? in.readAllBytes() : new byte[0];
        exchange.getProperty(DIALOGUE, Dialogue.class).heard(status, body);
        turn(exchange);
    }

    private static String text(Exchange exchange, String property) {
        return exchange.getProperty(property, String.class);
    }
}
