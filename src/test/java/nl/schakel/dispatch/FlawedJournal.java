package nl.schakel.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.MemoryJournal;
import nl.schakel.journal.MemoryWork;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;

/** A journal with one flaw. */
class FlawedJournal extends MemoryJournal {
    private final SimulationFlaw flaw;
    private final SimulatedWorld world;
    private final SimulatedHall hall;

    FlawedJournal(SimulationFlaw flaw, SimulatedWorld world, SimulatedHall hall, SimulatedProcess process) {
        super(world.tables(), world.terms(), world::wallMillis, process);
        this.flaw = flaw;
        this.world = world;
        this.hall = hall;
    }

    @Override
    public Accepted accept(Acceptance acceptance) {
        try {
            return super.accept(acceptance);
        } catch (JournalUnavailable lost) {
            if (flaw != SimulationFlaw.ACKNOWLEDGED_BEFORE_COMMIT) {
                throw lost;
            }
            byte[] answer = "AA".getBytes(StandardCharsets.UTF_8);
            return new Accepted.Committed(Optional.empty(), new Acceptance.Receipt(answer, ""), false);
        }
    }

    @Override
    protected boolean isUnique() {
        return flaw != SimulationFlaw.NO_UNIQUE_KEY;
    }

    @Override
    protected Collection<Long> unsent() {
        return flaw == SimulationFlaw.OUTBOX_BY_POSITION
                ? super.unsent().stream().filter(id -> id > world.position()).toList()
                : super.unsent();
    }

    @Override
    protected void handedOn(Collection<Long> rows) {
        super.handedOn(rows);
        world.position(Collections.max(rows));
    }

    @Override
    protected void count(MemoryWork row) {
        if (flaw != SimulationFlaw.ATTEMPTS_COUNTED_AFTER_WORK) {
            super.count(row);
        }
    }

    @Override
    protected void triedAgain(MemoryWork row) {
        if (flaw == SimulationFlaw.ATTEMPTS_COUNTED_AFTER_WORK) {
            row.counted();
        } else if (flaw == SimulationFlaw.RETRY_IN_BROKER) {
            row.leaveUnswept();
            world.broker().putLater(row.id(), row.nextAt() - world.wallMillis());
        }
    }

    @Override
    protected boolean isFirst(MemoryWork row) {
        return flaw == SimulationFlaw.UNORDERED_RELEASE || super.isFirst(row);
    }

    @Override
    protected boolean mayRepeat(WorkItem item) {
        return flaw == SimulationFlaw.UNKNOWN_OUTCOME_REPEATED || super.mayRepeat(item);
    }

    @Override
    public int sweep() {
        return flaw == SimulationFlaw.NO_SWEEPER ? 0 : super.sweep();
    }

    @Override
    public Optional<Prepared> prepare(WorkItem item, WorkHandler handler) {
        if (flaw == SimulationFlaw.CONSENT_READ_BEFORE_LOCK) {
            hall.lookEarly(item);
        }
        return super.prepare(item, handler);
    }
}
