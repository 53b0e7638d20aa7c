package nl.schakel.dispatch;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The broker that carries work ids, inside this process or outside it.
 *
 * <p>It may lose everything it holds: the journal knows what is to be done, and the sweeper emits it again.
 */
public final class Broker implements AutoCloseable {
    /** One queue for every kind of work and every partner: its name and its length tell an onlooker nothing. */
    static final String QUEUE = "work";

    /** A lost broker is noticed within this time; the relay holds a database transaction meanwhile. */
    private static final long CALL_MILLIS = 5_000;
    /** About 300 ids: enough to fill batches, little for a process that hangs to keep from the others. */
    private static final int WINDOW_BYTES = 64 * 1024;

    private final Optional<EmbeddedBroker> inside;
    private final BrokerAddress address;
    private final ActiveMQConnectionFactory factory;

    private Broker(Optional<EmbeddedBroker> inside, BrokerAddress address) {
        this.inside = inside;
        this.address = address;
        this.factory = new ActiveMQConnectionFactory(address.url());
        // We connect again ourselves: a client that retries in silence would hide the trouble from health.
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        factory.setCallTimeout(CALL_MILLIS);
        factory.setConsumerWindowSize(WINDOW_BYTES);
        factory.setDeserializationDenyList("*");
    }

    /** Starts a broker in this process, reachable from this process only, with its files under {@code folder}. */
    public static Broker embedded(Path folder) {
        EmbeddedBroker broker = EmbeddedBroker.start(folder);
        return new Broker(Optional.of(broker), new BrokerAddress(broker.url(), "", ""));
    }

    /** Uses a broker outside this process; connects when it is first needed. */
    public static Broker external(BrokerAddress address) {
        return new Broker(Optional.empty(), address);
    }

    /** A fresh line to the broker; a broker of our own that fell over is started again first. */
    JMSContext connect(int sessionMode) {
        inside.ifPresent(EmbeddedBroker::ensureUp);
        try {
            return address.user().isEmpty()
                    ? factory.createContext(sessionMode)
                    : factory.createContext(address.user(), address.password(), sessionMode);
        } catch (JMSRuntimeException e) {
            throw new BrokerUnavailable("The broker cannot be reached", e);
        }
    }

    /** False while so many ids wait that more are better off in the outbox. A broker outside has limits of its own. */
    boolean hasRoom() {
        return inside.map(EmbeddedBroker::hasRoom).orElse(true);
    }

    Optional<EmbeddedBroker> inside() {
        return inside;
    }

    @Override
    public void close() {
        factory.close();
        inside.ifPresent(EmbeddedBroker::close);
    }
}
