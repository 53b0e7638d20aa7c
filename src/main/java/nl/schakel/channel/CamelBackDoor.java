package nl.schakel.channel;

import java.util.Optional;
import nl.schakel.dialogue.Dialogue;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.pipeline.BackDoor;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Sends through the partner's open channel and says what came of it. */
final class CamelBackDoor implements BackDoor {
    private static final String RECEIVER = "receiver";

    private final Channels channels;
    private final ProducerTemplate producer;

    CamelBackDoor(Channels channels, ProducerTemplate producer) {
        this.channels = channels;
        this.producer = producer;
    }

    @Override
    public Sent send(PartnerId receiver, Outgoing outgoing) {
        Optional<Channels.Way> way = channels.way(receiver, outgoing.channel());
        if (way.isEmpty()) {
            return new Sent.NotDelivered(
                    Problem.at(ProblemCode.ENDPOINT_MISSING, receiver + ", channels." + outgoing.channel()));
        }
        Exchange done = producer.send(way.get().entry(), exchange -> {
            exchange.setProperty(RECEIVER, receiver);
            exchange.getIn().setBody(outgoing);
        });
        return done.getException() == null ? (Sent) done.getMessage().getBody() : broken(done);
    }

    /** Whom an exchange calls. */
    static PartnerId receiver(Exchange exchange) {
        return exchange.getProperty(RECEIVER, PartnerId.class);
    }

    private static Sent broken(Exchange done) {
        Sent call = Outcome.of(done.getException());
        return done.getProperty(DialogueCall.DIALOGUE) instanceof Dialogue dialogue ? dialogue.broken(call) : call;
    }
}
