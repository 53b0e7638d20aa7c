package nl.schakel.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.utils.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step of {@code jms-out}: puts a document into a partner's queue. It is delivered when the broker says that it has it on
 * its disk. The same delivery again has the same bytes and ids, and the broker drops what it has already (delivery class A).
 */
final class JmsSend implements Processor {
    /** Names of properties; a hyphen may not stand in one. */
    static final String ID = "MessageId";

    static final String TYPE = "ContentType";

    /** Said by a broker that has not kept it. */
    private static final Set<ActiveMQExceptionType> NOT_TAKEN =
            Set.of(ActiveMQExceptionType.ADDRESS_FULL, ActiveMQExceptionType.SECURITY_EXCEPTION);

    private final Function<Exchange, PartnerBroker> brokers;

    /** @param brokers of the route that an exchange goes by */
    JmsSend(Function<Exchange, PartnerBroker> brokers) {
        this.brokers = brokers;
    }

    @Override
    public void process(Exchange exchange) throws IOException, ActiveMQException {
        Outgoing outgoing = exchange.getIn().getBody(Outgoing.class);
        exchange.getMessage().setBody(send(exchange, outgoing));
    }

    private Sent send(Exchange exchange, Outgoing outgoing) throws NeverSent, ActiveMQException {
        try (JmsLine line = line(exchange)) {
            String address = address(line, exchange.getProperty("queue", String.class));
            send(line, address, message(line, outgoing));
            return new Sent.Delivered(outgoing.messageId().getBytes(StandardCharsets.UTF_8));
        }
    }

    private JmsLine line(Exchange exchange) throws NeverSent {
        try {
            return JmsLine.sending(brokers.apply(exchange));
        } catch (Exception unopened) {
            throw new NeverSent(unopened);
        }
    }

    private static String address(JmsLine line, String queue) throws NeverSent {
        try {
            return line.address(queue);
        } catch (ActiveMQException | JmsQueueUnfit nowhere) {
            throw new NeverSent(nowhere);
        }
    }

    private static void send(JmsLine line, String address, ClientMessage message) throws NeverSent, ActiveMQException {
        try {
            line.send(address, message);
        } catch (ActiveMQException trouble) {
            if (NOT_TAKEN.contains(trouble.getType())) {
                throw new NeverSent(trouble);
            }
            throw trouble;
        }
    }

    private static ClientMessage message(JmsLine line, Outgoing outgoing) {
        byte[] id = outgoing.messageId().getBytes(StandardCharsets.UTF_8);
        ClientMessage message = line.bytes(Message.BYTES_TYPE, outgoing.bytes());
        message.setUserID(new UUID(java.util.UUID.nameUUIDFromBytes(id)));
        message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of(outgoing.messageId()));
        message.putStringProperty(ID, outgoing.messageId());
        message.putStringProperty(TYPE, outgoing.mediaType());
        outgoing.jws().ifPresent(jws -> message.putStringProperty(JmsMessage.SEAL, jws));
        return message;
    }
}
