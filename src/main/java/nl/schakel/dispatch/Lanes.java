package nl.schakel.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import nl.schakel.journal.Journal;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;

/**
 * Claimed items on their way to a worker, a lane per partner, so that a slow partner holds up nobody but itself.
 *
 * <p>A partner has its share of the workers. It gets more while it answers at once, as long as two more shares stay free
 * for others, who have those when it falls silent in the middle. All partners together leave some workers for work that
 * calls nobody. What a full lane would only hold is kept there as an id, unclaimed; what was claimed for it nevertheless is given back to the
 * journal at once, so that no lease runs while an item merely waits.
 */
final class Lanes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Map<Optional<PartnerId>, Lane> lanes = new HashMap<>();
    private final List<Lane> turns = new ArrayList<>();
    private final List<WorkItem> unbegun = new ArrayList<>();
    private final DispatchSettings settings;
    private final CallLimits limits;
    private final Occupied occupied;
    private final LongSupplier nanos;
    private int turn;
    private int fetchTurn;
    private boolean closed;

    Lanes(DispatchSettings settings, CallLimits limits, LongSupplier nanos) {
        this.settings = settings;
        this.limits = limits;
        this.occupied = new Occupied(settings);
        this.nanos = nanos;
    }

    /** Waits until less than two batches of what calls nobody will begin soon; false when that takes longer. */
    boolean awaitRoom(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = most.toNanos();
            while (!closed && soon() >= 2 * settings.batch()) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void place(Collection<WorkItem> items) {
        locked(() -> {
            long now = nanos.getAsLong();
            for (WorkItem item : items) {
                if (closed || !lane(item, now).offer(item, now)) {
                    unbegun.add(item);
                } else {
                    work.signal();
                }
            }
        });
    }

    /**
     * The next item whose partner has a worker free; empty when there was none for a while, or no more will come. Whoever
     * takes one says when it is {@link #prepared()} and when it is {@link #finished}.
     */
    Optional<WorkItem> take(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = most.toNanos();
            while (!closed) {
                Optional<Lane> next = occupied.mayPrepare() ? next() : Optional.empty();
                if (next.isPresent()) {
                    return Optional.of(begin(next.get()));
                }
                if (left <= 0) {
                    break;
                }
                left = work.awaitNanos(left);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** An item that was taken is prepared, or will not be: another one may be taken. */
    void prepared() {
        locked(() -> {
            occupied.prepared();
            work.signal();
        });
    }

    void finished(WorkItem item, Ended ended) {
        locked(() -> {
            long now = nanos.getAsLong();
            occupied.finished(item);
            lane(item, now).finished(item, ended, now);
            work.signal();
            if (soon() < 2 * settings.batch()) {
                room.signal();
            }
        });
    }

    /** Nothing that waits for this partner is begun: it goes back to the journal, which knows until when. */
    void hold(PartnerId partner) {
        locked(() -> {
            Optional.ofNullable(lanes.get(Optional.of(partner))).ifPresent(lane -> {
                unbegun.addAll(lane.empty());
                lane.fetchedTo(Optional.empty());
            });
        });
    }

    /** The journal was away when the item was to begin: nobody was called. */
    void notBegun(WorkItem item) {
        locked(() -> {
            lane(item, nanos.getAsLong()).keep(item.id());
            unbegun.add(item);
        });
    }

    /** Items to give back to the journal: no room, waited too long, or not begun. */
    List<WorkItem> unbegun() {
        return locked(() -> {
            long now = nanos.getAsLong();
            turns.forEach(lane -> unbegun.addAll(lane.stale(now)));
            List<WorkItem> all = List.copyOf(unbegun);
            unbegun.clear();
            return all;
        });
    }

    /** Ids given back earlier whose lane has room again. */
    List<UUID> again(int most) {
        return locked(() -> {
            long now = nanos.getAsLong();
            List<UUID> ids = new ArrayList<>();
            turns.forEach(lane -> ids.addAll(lane.again(most - ids.size(), now)));
            return ids;
        });
    }

    /** A partner of whom more may wait in the journal than was announced, and how far that was read. */
    record Unread(PartnerId partner, Optional<UUID> after) {}

    Optional<Unread> mayHaveMore() {
        return locked(() -> {
            long now = nanos.getAsLong();
            for (int i = 0; i < turns.size(); i++) {
                fetchTurn = (fetchTurn + 1) % turns.size();
                Lane lane = turns.get(fetchTurn);
                if (lane.mayHaveMore(now)) {
                    return lane.partner().map(partner -> new Unread(partner, lane.fetchedTo()));
                }
            }
            return Optional.empty();
        });
    }

    /** The journal was asked what more waits for this partner; {@code last} is empty when that was all. */
    void fetched(PartnerId partner, Optional<UUID> last) {
        locked(() -> Optional.ofNullable(lanes.get(Optional.of(partner))).ifPresent(lane -> lane.fetchedTo(last)));
    }

    /** Whether a lane keeps this id already: the sweeper emits it again all the while. */
    boolean keeps(UUID id) {
        return locked(() -> turns.stream().anyMatch(lane -> lane.keeps(id)));
    }

    /** Whether a partner has so much claimed that more would only wait, its leases running. */
    boolean isAnyFull() {
        return locked(() -> {
            int each = claimedEach();
            long now = nanos.getAsLong();
            return turns.stream().anyMatch(lane -> lane.isFull(each, now));
        });
    }

    /** Keeps in the full lanes what would go there, and returns the ids of that. */
    List<UUID> keepWhereFull(Collection<Journal.Ready> ready) {
        return locked(() -> {
            List<UUID> kept = new ArrayList<>();
            int each = claimedEach();
            long now = nanos.getAsLong();
            for (Journal.Ready one : ready) {
                Lane lane = lanes.get(one.destination());
                if (lane != null && lane.isFull(each, now)) {
                    lane.keep(one.id());
                    kept.add(one.id());
                }
            }
            return kept;
        });
    }

    /** Whether a lane that moves keeps ids, and will have room for them soon. */
    boolean isAnyToFill() {
        return locked(() -> {
            long now = nanos.getAsLong();
            return turns.stream().anyMatch(lane -> lane.isToFill(now));
        });
    }

    /** Claimed items for one partner: two batches among all that have any. */
    private int claimedEach() {
        int busy = (int) turns.stream().filter(Lane::waitsForPartner).count();
        return 2 * settings.batch() / Math.max(1, busy);
    }

    /** No item is begun any more; what waited can be fetched as {@link #unbegun()}. */
    void close() {
        locked(() -> {
            closed = true;
            turns.forEach(lane -> unbegun.addAll(lane.empty()));
            work.signalAll();
            room.signalAll();
        });
    }

    private void locked(Runnable body) {
        locked(() -> {
            body.run();
            return true;
        });
    }

    private <T> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever takes one wakes the next when there is more, so that nobody is woken for nothing. */
    private WorkItem begin(Lane lane) {
        long now = nanos.getAsLong();
        WorkItem item = lane.begin(now);
        occupied.began(item);
        if (occupied.mayPrepare() && canBegin(lane, now)) {
            work.signal();
        }
        return item;
    }

    private boolean canBegin(Lane lane, long now) {
        return lane.canBegin(occupied.areSomeSpare(), now) && (occupied.mayCall() || !lane.callsPartner());
    }

    /** Round and round, so that no lane waits for another that is never empty. */
    private Optional<Lane> next() {
        long now = nanos.getAsLong();
        for (int i = 0; i < turns.size(); i++) {
            turn = (turn + 1) % turns.size();
            Lane lane = turns.get(turn);
            if (canBegin(lane, now)) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    private int soon() {
        long now = nanos.getAsLong();
        return turns.stream()
                .filter(lane -> !lane.callsPartner())
                .mapToInt(lane -> lane.soon(now))
                .sum();
    }

    private Lane lane(WorkItem item, long now) {
        return lanes.computeIfAbsent(item.destination(), destination -> {
            Lane lane = new Lane(
                    destination,
                    destination.isPresent() ? settings.share() : settings.workers(),
                    destination.flatMap(limits::of),
                    now);
            turns.add(lane);
            return lane;
        });
    }
}
