package nl.schakel.dispatch;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.List;
import nl.schakel.journal.Journal;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.jspecify.annotations.Nullable;

/**
 * Hands work ids to the broker, a batch per commit. For one thread.
 *
 * <p>No duplicate id ({@code _AMQ_DUPL_ID}) is set. The same work id is emitted again on purpose, when a retry is due,
 * a stream moves on or a lease ended, and the broker cannot tell that from a repetition: it would swallow the retry for
 * as long as the id stays in its cache. What a repeated relay costs instead is one id that {@code claim} leaves out.
 */
final class WorkPost implements WorkSink, AutoCloseable {
    private static final int BEGUN = Message.DEFAULT_PRIORITY + 1;

    private final Broker broker;
    private @Nullable Line line;

    private record Line(JMSContext context, JMSProducer producer, Queue queue) {}

    WorkPost(Broker broker) {
        this.broker = broker;
    }

    @Override
    public boolean hasRoom() {
        return broker.hasRoom();
    }

    @Override
    public void send(List<Journal.Ready> ready) {
        Line open = open();
        try {
            ready.forEach(one -> open.producer()
                    .setPriority(one.isBegun() ? BEGUN : Message.DEFAULT_PRIORITY)
                    .send(open.queue(), one.id().toString()));
            open.context().commit();
        } catch (JMSRuntimeException e) {
            close();
            throw isFull(e) ? new BrokerFull(e) : new BrokerUnavailable("The broker does not take work", e);
        }
    }

    private static boolean isFull(JMSRuntimeException e) {
        return e.getCause() != null && e.getCause().getCause() instanceof ActiveMQAddressFullException;
    }

    private Line open() {
        Line known = line;
        if (known == null) {
            JMSContext context = broker.connect(JMSContext.SESSION_TRANSACTED);
            JMSProducer producer =
                    context.createProducer().setDisableMessageID(true).setDisableMessageTimestamp(true);
            known = new Line(context, producer, context.createQueue(Broker.QUEUE));
            line = known;
        }
        return known;
    }

    @Override
    public void close() {
        Line known = line;
        line = null;
        if (known != null) {
            Lines.close(known.context());
        }
    }
}
