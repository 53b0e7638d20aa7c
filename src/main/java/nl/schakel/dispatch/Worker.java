package nl.schakel.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nl.schakel.journal.Journal;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works one item after another: prepare and commit, call the partner outside any transaction, commit what came of it. */
final class Worker implements Loop.Round {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration SETTLE_PAUSE = Duration.ofMillis(250);
    /** A call that was made is worth remembering this long while the journal is away; then its lease has ended. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Journal journal;
    private final WorkHandler handler;
    private final Lanes lanes;
    private final Relay relay;
    private final Holding holding;
    private final Pace pace;

    Worker(Journal journal, WorkHandler handler, Lanes lanes, Relay relay, Holding holding, Pace pace) {
        this.journal = journal;
        this.handler = handler;
        this.lanes = lanes;
        this.relay = relay;
        this.holding = holding;
        this.pace = pace;
    }

    @Override
    public void once() throws InterruptedException {
        Optional<WorkItem> next = lanes.take(pace.patience(IDLE));
        if (next.isPresent()) {
            work(next.get());
        }
    }

    private void work(WorkItem item) throws InterruptedException {
        Ended how = Ended.NOT_ASKED;
        try {
            Optional<Prepared> prepared = prepare(item);
            if (prepared.isPresent() && prepared.get() instanceof Prepared.Send send) {
                how = send(item, send);
            }
            // What follows from this item, or stood behind it, is in the outbox now.
            relay.nudge();
        } catch (RuntimeException | Error e) {
            if (e instanceof JournalUnavailable) {
                throw e;
            }
            defect(item, e);
        } finally {
            lanes.finished(item, how);
        }
    }

    private Optional<Prepared> prepare(WorkItem item) {
        try {
            return journal.prepare(item, handler);
        } catch (JournalUnavailable e) {
            lanes.notBegun(item);
            throw e;
        } finally {
            lanes.prepared();
        }
    }

    private Ended send(WorkItem item, Prepared.Send send) throws InterruptedException {
        Sent sent = handler.send(item, send.outgoing());
        if (Thread.interrupted()) {
            log.debug("Interrupted at the end; what came of the call is written all the same");
        }
        settle(item, sent);
        item.destination().ifPresent(partner -> holding.heard(partner, sent));
        return Ended.of(sent);
    }

    /** The partner was called: its answer is kept in memory until the journal takes it, within reason. */
    private void settle(WorkItem item, Sent sent) throws InterruptedException {
        long giveUp = pace.nanos() + SETTLE_NANOS;
        while (true) {
            try {
                journal.settle(item, sent);
                return;
            } catch (JournalUnavailable e) {
                boolean ending = pace.pause(SETTLE_PAUSE);
                if (ending || pace.nanos() - giveUp > 0) {
                    throw e;
                }
            }
        }
    }

    /** The item stays under its lease; when that ends the journal has it tried again, or looked at by a person. */
    private void defect(WorkItem item, Throwable e) {
        if (!pace.isOver()) {
            Defect.log(item.id(), e);
        }
    }
}
