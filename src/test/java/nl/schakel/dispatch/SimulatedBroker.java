package nl.schakel.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nl.schakel.dispatch.Fate.Fault;
import nl.schakel.journal.Journal;

/** A broker that loses, doubles and reorders what it is given, is away at times, and sometimes loses everything. */
final class SimulatedBroker {
    private final SimulatedWorld world;
    private final List<UUID> queue = new ArrayList<>();
    private int losses;
    private final Map<SimulatedProcess, List<UUID>> unacknowledged = new HashMap<>();

    SimulatedBroker(SimulatedWorld world) {
        this.world = world;
    }

    WorkSink sink() {
        return new WorkSink() {
            @Override
            public boolean hasRoom() {
                return true;
            }

            @Override
            public void send(List<Journal.Ready> ready) {
                away("The broker does not take work");
                ready.forEach(one -> put(one.id()));
                away("The broker does not say whether it took work");
            }
        };
    }

    /** As one process sees it. */
    WorkSource source(SimulatedProcess process) {
        List<UUID> taken = unacknowledged.computeIfAbsent(process, any -> new ArrayList<>());
        return new WorkSource() {
            @Override
            public Set<UUID> take(int most, Duration wait) {
                if (queue.isEmpty() && !wait.isZero()) {
                    process.awaitNews(() -> !queue.isEmpty());
                }
                away("The broker does not hand out work");
                Set<UUID> ids = new LinkedHashSet<>();
                while (!queue.isEmpty() && ids.size() < most) {
                    UUID id = queue.remove(0);
                    taken.add(id);
                    ids.add(id);
                }
                return ids;
            }

            @Override
            public void acknowledge() {
                if (!taken.isEmpty() && world.strikes(Fault.ACKNOWLEDGEMENT_LOST)) {
                    giveOut(process);
                    throw new BrokerUnavailable("The broker does not take an acknowledgement");
                }
                taken.clear();
            }
        };
    }

    void put(UUID id) {
        if (world.strikes(Fault.ID_LOST)) {
            return;
        }
        for (int copies = world.strikes(Fault.ID_TWICE) ? 2 : 1; copies > 0; copies--) {
            queue.add(world.strikes(Fault.ID_LATE) ? world.below(queue.size() + 1) : queue.size(), id);
        }
    }

    /** It waits in the broker, and is lost with it. */
    void putLater(UUID id, long howLong) {
        int now = losses;
        world.after("redelivered", howLong, () -> {
            if (losses == now) {
                put(id);
            }
        });
    }

    /** The journal of the broker is gone. */
    void lose() {
        losses++;
        queue.clear();
        unacknowledged.values().forEach(List::clear);
    }

    /** What a process took and did not acknowledge is there for others. */
    void giveOut(SimulatedProcess process) {
        List<UUID> taken = unacknowledged.computeIfAbsent(process, any -> new ArrayList<>());
        queue.addAll(taken);
        taken.clear();
    }

    List<UUID> queue() {
        return queue;
    }

    /** What was taken and not acknowledged, by whomever. */
    List<UUID> taken() {
        return unacknowledged.values().stream().flatMap(List::stream).toList();
    }

    private void away(String words) {
        if (world.strikes(Fault.BROKER_AWAY)) {
            throw new BrokerUnavailable(words);
        }
    }
}
