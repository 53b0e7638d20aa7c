package nl.schakel.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.MemoryTables;
import nl.schakel.journal.MemoryWork;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;

/** A journal that says what each thread has in its hand, for that is a part of where it stands. */
final class ExploredJournal extends FlawedJournal {
    private final Turns turns;
    private final MemoryTables tables;

    ExploredJournal(SimulationFlaw flaw, SimulatedWorld world, SimulatedHall hall, SimulatedProcess process) {
        super(flaw, world, hall, process);
        turns = world.turns();
        tables = world.tables();
    }

    @Override
    public List<WorkItem> claim(List<UUID> ids) {
        turns.holds("claims " + ids.stream().map(this::place).toList());
        return super.claim(ids);
    }

    @Override
    public Optional<Prepared> prepare(WorkItem item, WorkHandler handler) {
        String known = item.reference().map(tables::status).orElse("");
        turns.holds("works " + place(item) + known);
        return super.prepare(item, handler);
    }

    @Override
    public void settle(WorkItem item, Sent sent) {
        turns.holds("settles " + place(item) + sent.getClass().getSimpleName());
        super.settle(item, sent);
    }

    @Override
    public void giveBack(List<WorkItem> unbegun) {
        turns.holds("gives back " + unbegun.stream().map(this::place).toList());
        super.giveBack(unbegun);
    }

    private String place(WorkItem item) {
        return place(item.id()) + "f" + item.fence() + "a" + item.attempt()
                + item.stored().isPresent();
    }

    private int place(UUID id) {
        return tables.work().stream().map(MemoryWork::id).toList().indexOf(id);
    }
}
