package nl.schakel.channel;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages out of one partner's queue, one after the other. A message is taken off only after our commit, and together
 * with its answer: where we end in between, it is delivered again and gets the same answer. One look at a time.
 */
final class JmsCollector implements Collecting.Collector {
    private static final Logger LOG = LoggerFactory.getLogger(JmsCollector.class);
    private static final String DOOR = "jms";

    private final JmsPlaces places;
    private final PartnerBroker broker;
    private final FileDesk desk;
    private final GrowingPause pause;
    private final Hindrance hindrance;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<JmsLine> open = Optional.empty();

    JmsCollector(JmsPlaces places, PartnerBroker broker, FileDesk desk, GrowingPause pause) {
        this.places = places;
        this.broker = broker;
        this.desk = desk;
        this.pause = pause;
        this.hindrance = new Hindrance(DOOR, places.partner());
    }

    /** Of the route that an exchange goes by. */
    static JmsCollector of(Exchange exchange, PartnerBroker broker, FileDesk desk) {
        GrowingPause pause = new GrowingPause(DoorLimits.LOOK, DoorLimits.BROKER_PAUSE, System::nanoTime);
        return new JmsCollector(JmsPlaces.of(exchange), broker, desk, pause);
    }

    /** Takes what is there, or waits a moment for it. */
    @Override
    public void look(BooleanSupplier closing) {
        turn.lock();
        try {
            if (pause.isOver() && !closing.getAsBoolean()) {
                takeAll(closing);
            }
        } catch (RuntimeException defect) {
            hindered(() -> hindrance.by(defect));
        } catch (Exception trouble) {
            hindered(() -> hindrance.by(trouble.getClass().getSimpleName()));
        } finally {
            if (closing.getAsBoolean()) {
                drop();
            }
            turn.unlock();
        }
    }

    /** Gives the queue free; a look that is under way does it itself when it ends. */
    @Override
    public void hangUp() {
        try {
            if (turn.tryLock(DoorLimits.CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    drop();
                } finally {
                    turn.unlock();
                }
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeAll(BooleanSupplier closing) throws Exception {
        JmsLine line = line();
        for (int taken = 0; taken < DoorLimits.FILES_PER_LOOK && !closing.getAsBoolean(); taken++) {
            Optional<ClientMessage> next = line.next(DoorLimits.QUEUE_WAIT);
            if (next.isPresent()) {
                JmsMessage message = new JmsMessage(next.get(), places.kind());
                FileDesk.Outcome outcome = handIn(message, closing);
                if (outcome instanceof FileDesk.Later later) {
                    hindered(() -> hindrance.by(later.problem().code().id()));
                    return;
                }
                settle(line, next.get(), message, (FileDesk.Settled) outcome);
            }
            pause.end();
            hindrance.over();
            if (next.isEmpty() || open.isEmpty()) {
                return;
            }
        }
    }

    private JmsLine line() throws Exception {
        if (open.isEmpty()) {
            JmsLine line = JmsLine.taking(broker, places.queue());
            open = Optional.of(line);
        }
        return open.get();
    }

    private FileDesk.Outcome handIn(JmsMessage message, BooleanSupplier closing) throws ActiveMQException {
        Optional<String> seal = message.seal();
        return message.body()
                .fold(body -> read(body, seal, closing), problem -> desk.refuse(inbound(new byte[0], seal), problem));
    }

    private FileDesk.Outcome read(JmsBody body, Optional<String> seal, BooleanSupplier closing) {
        Inbound inbound = inbound(body.bytes(), seal);
        Optional<Problem> unread = places.kind().unread(body.bytes()).or(() -> unsealed(seal));
        return unread.isPresent() ? desk.refuse(inbound, unread.get()) : desk.receive(inbound, closing);
    }

    /** Asked of each queue, for a partner may have another that needs no seal. */
    private Optional<Problem> unsealed(Optional<String> seal) {
        return places.sealed() && seal.isEmpty()
                ? Optional.of(Problem.at(ProblemCode.SEAL_MISSING, JmsMessage.SEAL))
                : Optional.empty();
    }

    private Inbound inbound(byte[] bytes, Optional<String> seal) {
        return places.kind().collected(DOOR, places.partner(), bytes, seal);
    }

    private void settle(JmsLine line, ClientMessage taken, JmsMessage message, FileDesk.Settled settled)
            throws Exception {
        line.send(line.address(places.replies()), message.answer(line, settled.receipt()));
        if (settled.refused() > 0 && places.refused().isPresent()) {
            line.send(line.address(places.refused().get()), message.again(line));
        }
        line.commit(taken);
        LOG.info(
                "door={} partner={} file={} taken={} refused={}",
                DOOR,
                places.partner(),
                settled.id(),
                settled.taken(),
                settled.refused());
        if (!message.isRead()) {
            // What is left of a body that nobody wants need not come.
            drop();
        }
    }

    private void hindered(Runnable said) {
        said.run();
        pause.begin();
        drop();
    }

    private void drop() {
        open.ifPresent(JmsLine::close);
        open = Optional.empty();
    }
}
