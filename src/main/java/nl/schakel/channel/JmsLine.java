package nl.schakel.channel;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open line to a partner's broker. What is taken and what is said about it become true together, or not at all. */
final class JmsLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JmsLine.class);

    private final ServerLocator locator;
    private final ClientSession session;
    private final ClientProducer producer;
    private Optional<ClientConsumer> consumer = Optional.empty();

    private JmsLine(ServerLocator locator, ClientSession session) throws ActiveMQException {
        this.locator = locator;
        this.session = session;
        this.producer = session.createProducer();
    }

    /**
     * Opens a line on which each send is confirmed by itself.
     *
     * @throws Exception of many kinds when the broker is not there, is not the one named or does not know us
     */
    static JmsLine sending(PartnerBroker broker) throws Exception {
        return open(broker, true);
    }

    /** Opens a line on which taking and sending wait for {@link #commit}. */
    static JmsLine taking(PartnerBroker broker, String queue) throws Exception {
        JmsLine line = open(broker, false);
        try {
            line.consumer = Optional.of(line.session.createConsumer(queue));
            line.session.start();
            return line;
        } catch (ActiveMQException refused) {
            line.close();
            throw refused;
        }
    }

    private static JmsLine open(PartnerBroker broker, boolean alone) throws Exception {
        ServerLocator locator = broker.locator();
        try {
            String password = broker.secret().read();
            ClientSessionFactory factory = broker.connect(locator);
            return new JmsLine(
                    locator, factory.createSession(broker.account(), password, false, alone, alone, false, 0));
        } catch (Exception failed) {
            locator.close();
            throw failed;
        }
    }

    /**
     * Where to send so that it comes to lie in this queue.
     *
     * @throws JmsQueueUnfit when the broker would take what is sent and lose it: no such queue, one that does not outlive the
     *     broker, or one that takes a part only
     */
    String address(String queue) throws ActiveMQException, JmsQueueUnfit {
        ClientSession.QueueQuery found = session.queueQuery(SimpleString.of(queue));
        boolean fit = found.isExists() && found.isDurable() && found.getFilterString() == null;
        if (!fit) {
            throw new JmsQueueUnfit();
        }
        return found.getAddress().toString();
    }

    /** The next message, not taken yet; empty when there is none for so long. */
    Optional<ClientMessage> next(Duration patience) throws ActiveMQException {
        return Optional.ofNullable(consumer.orElseThrow().receive(patience.toMillis()));
    }

    /** A message of ours that outlives the broker. */
    ClientMessage text(String text) {
        ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(text));
        return message;
    }

    ClientMessage bytes(byte type, byte[] body) {
        ClientMessage message = session.createMessage(type, true);
        message.getBodyBuffer().writeBytes(body);
        return message;
    }

    /** A message whose body is sent while it is read. */
    ClientMessage streamed(byte type, InputStream body) {
        ClientMessage message = session.createMessage(type, true);
        message.setBodyInputStream(body);
        return message;
    }

    void send(String address, ClientMessage message) throws ActiveMQException {
        producer.send(address, message);
    }

    void commit(ClientMessage taken) throws ActiveMQException {
        taken.acknowledge();
        session.commit();
    }

    /**
     * Ends the line. What was not taken goes back to where it lay; where the line still works, the broker does not count it as
     * delivered, so that no number of tries makes it throw a message away.
     */
    @Override
    public void close() {
        try {
            if (consumer.isPresent()) {
                consumer.get().close();
            }
            session.close();
        } catch (ActiveMQException broken) {
            LOG.debug("A line to a partner's broker was broken already");
        } finally {
            locator.close();
        }
    }
}
