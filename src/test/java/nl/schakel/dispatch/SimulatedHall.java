package nl.schakel.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.dispatch.Turns.PowerCut;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;

/** Decides as the hall does: to each partner, unless it was withdrawn. Some messages kill whoever reads them. */
final class SimulatedHall implements WorkHandler {
    static final String POISON = "poison";
    static final String DEFECT = "defect";
    static final String WITHDRAWN = "withdrawn";

    private final SimulatedWorld world;
    private final SimulatedProcess process;
    private final Map<UUID, String> lookedAtEarly = new HashMap<>();

    SimulatedHall(SimulatedWorld world, SimulatedProcess process) {
        this.world = world;
        this.process = process;
    }

    /** As a hall would that does not wait for who withdraws. */
    void lookEarly(WorkItem item) {
        item.reference()
                .ifPresent(about -> lookedAtEarly.put(item.id(), world.tables().status(about)));
    }

    @Override
    public Prepared prepare(WorkItem item, Ledger ledger) {
        String text = new String(ledger.message(item.inboxId()).bytes(), StandardCharsets.UTF_8);
        if (text.contains(POISON)) {
            world.powerCut(process);
            throw new PowerCut();
        }
        if (text.contains(DEFECT) && item.kind() == WorkItem.Kind.DELIVER) {
            throw new SimulatedDefect();
        }
        if (item.kind() == WorkItem.Kind.ROUTE) {
            for (PartnerId partner : world.partners()) {
                ledger.enqueue(WorkItem.Kind.DELIVER, item.reference().orElseThrow(), item.inboxId(), partner, "task");
            }
            return new Prepared.Done("routed");
        }
        String known = Optional.ofNullable(lookedAtEarly.remove(item.id()))
                .orElseGet(
                        () -> ledger.transition(item.reference().orElseThrow()).status());
        if (known.equals(WITHDRAWN)) {
            return new Prepared.Withdrawn(WITHDRAWN);
        }
        world.oracle().released(item.reference().orElseThrow());
        return new Prepared.Send(new Outgoing(
                item.id().toString(), "test", "text/plain", text.getBytes(StandardCharsets.UTF_8), Optional.empty()));
    }

    @Override
    public Sent send(WorkItem item, Outgoing outgoing) {
        Sent sent = world.partner(item.destination().orElseThrow()).call(outgoing);
        world.note("the call ends " + sent.getClass().getSimpleName());
        return sent;
    }

    /** Something of ours that is broken. */
    static final class SimulatedDefect extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SimulatedDefect() {
            super("defect", null, false, false);
        }
    }
}
