package nl.schakel.channel;

import java.util.Optional;
import nl.schakel.referral.PartnerId;
import org.apache.camel.Exchange;

/**
 * The queues of one partner, as its partner file names them.
 *
 * @param kind what lies in the queue; nothing in a message says so
 * @param sealed whether each message must bear a seal
 * @param queue where the partner puts messages
 * @param replies where it finds their answers
 * @param refused where what was refused is kept for a person
 */
record JmsPlaces(
        PartnerId partner, FileKind kind, boolean sealed, String queue, String replies, Optional<String> refused) {
    private static final String NONE = "none";

    static JmsPlaces of(Exchange exchange) {
        return new JmsPlaces(
                new PartnerId(exchange.getProperty("partner", String.class)),
                FileKind.of(exchange.getProperty("kind", String.class)),
                exchange.getProperty("sealed", Boolean.class),
                exchange.getProperty("queue", String.class),
                exchange.getProperty("replies", String.class),
                Optional.of(exchange.getProperty("refused", String.class)).filter(name -> !name.equals(NONE)));
    }
}
