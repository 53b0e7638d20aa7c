package nl.schakel.dispatch;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes work ids from the broker, in batches. For one thread. */
final class WorkIntake implements WorkSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkIntake.class);
    /** How long a batch waits for its next id: a few commits of the relay's, not more than anyone notices. */
    private static final long NEXT_MILLIS = 2;

    private final Broker broker;
    private @Nullable Line line;
    private boolean unacknowledged;

    private record Line(JMSContext context, JMSConsumer consumer) {}

    WorkIntake(Broker broker) {
        this.broker = broker;
    }

    @Override
    public Set<UUID> take(int most, Duration wait) {
        try {
            JMSConsumer consumer = open().consumer();
            Set<UUID> ids = new LinkedHashSet<>();
            @Nullable Message message = wait.isZero() ? consumer.receiveNoWait() : consumer.receive(wait.toMillis());
            for (int taken = 1; message != null; taken++) {
                unacknowledged = true;
                read(message).ifPresent(ids::add);
                message = taken < most ? consumer.receive(NEXT_MILLIS) : null;
            }
            return ids;
        } catch (JMSRuntimeException e) {
            close();
            throw new BrokerUnavailable("The broker does not hand out work", e);
        }
    }

    @Override
    public void acknowledge() {
        Line known = line;
        if (known == null || !unacknowledged) {
            return;
        }
        try {
            known.context().acknowledge();
            unacknowledged = false;
        } catch (JMSRuntimeException e) {
            close();
            throw new BrokerUnavailable("The broker does not take an acknowledgement", e);
        }
    }

    private static Optional<UUID> read(Message message) {
        try {
            if (message instanceof TextMessage text && text.getText() != null) {
                return Optional.of(UUID.fromString(text.getText()));
            }
        } catch (JMSException | IllegalArgumentException e) {
            log.debug("A broker message that cannot be read");
        }
        log.warn("A broker message is no work id and is dropped");
        return Optional.empty();
    }

    private Line open() {
        Line known = line;
        if (known == null) {
            known = listen(broker.connect(JMSContext.CLIENT_ACKNOWLEDGE));
            line = known;
        }
        return known;
    }

    private static Line listen(JMSContext context) {
        try {
            return new Line(context, context.createConsumer(context.createQueue(Broker.QUEUE)));
        } catch (JMSRuntimeException e) {
            Lines.close(context);
            throw e;
        }
    }

    @Override
    public void close() {
        Line known = line;
        line = null;
        unacknowledged = false;
        if (known != null) {
            Lines.close(known.context());
        }
    }
}
