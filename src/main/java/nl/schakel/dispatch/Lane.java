package nl.schakel.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;

/** The work for one partner, or for none. Guarded by {@link Lanes}. */
final class Lane {
    /** A lane in which nothing began or ended for this long holds nobody else up. */
    static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** An item begun later than this after its claim could lose its lease during the call. */
    static final long PATIENCE_NANOS = Limits.LEASE.minus(Limits.PARTNER_CALL).toNanos() - TimeUnit.SECONDS.toNanos(1);
    /** Claimed items that a moving lane holds: about what it works off within a part of the patience. */
    private static final int MOST_CLAIMED = 128;
    /** Ids, not claimed; what goes beyond is fetched when these are done, or found by the sweeper. */
    private static final int MOST_LATER = 10_000;
    /** A lane that began so many and runs empty may have more in the journal than it was told of. */
    private static final int MANY = 32;
    /** Less than the connections that a channel keeps to one host (20). */
    private static final int WIDEST = 16;

    private final int width;
    private final int widest;
    private final Optional<PartnerId> partner;
    private final Deque<Held> claimed = new ArrayDeque<>();
    private final Set<UUID> later = new LinkedHashSet<>();
    /** Since when; the same item can be here twice, when its lease ended and it was taken again. */
    private final IdentityHashMap<WorkItem, Long> running = new IdentityHashMap<>();

    private boolean silent;
    private boolean prompt;
    /** At first it is not known what waits from an earlier life. */
    private int begunSinceAll = MANY;

    private Optional<UUID> fetchedTo = Optional.empty();
    private long moved;

    private record Held(WorkItem item, long since) {}

    /**
     * @param partner empty for work that calls nobody
     * @param limit how many calls the partner bears at once, when it said so
     */
    Lane(Optional<PartnerId> partner, int width, Optional<Integer> limit, long now) {
        this.partner = partner;
        this.width = Math.min(width, limit.orElse(width));
        this.widest = Math.min(WIDEST, limit.orElse(WIDEST));
        this.moved = now;
    }

    Optional<PartnerId> partner() {
        return partner;
    }

    boolean callsPartner() {
        return partner.isPresent();
    }

    /** False when it is full: the item is to be given back, and its id is kept for later. */
    boolean offer(WorkItem item, long now) {
        if (claimed.isEmpty() && running.isEmpty()) {
            moved = now;
        }
        if (claimed.size() >= most(MOST_CLAIMED, now)) {
            keep(item.id());
            return false;
        }
        claimed.add(new Held(item, now));
        return true;
    }

    void keep(UUID id) {
        if (later.size() < MOST_LATER) {
            later.add(id);
        }
    }

    boolean keeps(UUID id) {
        return later.contains(id);
    }

    /** Whether there are ids that {@link #again} will give soon, or the journal will be asked for more. */
    boolean isToFill(long now) {
        return (!later.isEmpty() || isAmongMany()) && !isStill(now);
    }

    boolean waitsForPartner() {
        return callsPartner() && !claimed.isEmpty();
    }

    /** Whether a partner has so much claimed that more would only wait, its leases running. */
    boolean isFull(int share, long now) {
        return callsPartner() && claimed.size() >= most(Math.max(places(), share), now);
    }

    /** @param spare whether workers are free that no other lane will miss: for a partner that keeps answering at once */
    boolean canBegin(boolean spare, long now) {
        return !claimed.isEmpty()
                && (running.size() < places() || (spare && prompt && running.size() < widest && !isStill(now)));
    }

    /** Whether the journal is to be asked what more waits for this partner. */
    boolean mayHaveMore(long now) {
        return isAmongMany() && later.isEmpty() && claimed.size() < places() && !isStill(now);
    }

    private boolean isAmongMany() {
        return callsPartner() && begunSinceAll >= MANY;
    }

    /** The journal was read as far as this; empty when it has not been, or to its end. */
    Optional<UUID> fetchedTo() {
        return fetchedTo;
    }

    /** @param last empty when the journal has no more */
    void fetchedTo(Optional<UUID> last) {
        fetchedTo = last;
        begunSinceAll = last.isPresent() ? MANY : 0;
    }

    WorkItem begin(long now) {
        WorkItem item = claimed.remove().item();
        running.put(item, now);
        begunSinceAll++;
        moved = now;
        return item;
    }

    void finished(WorkItem item, Ended ended, long now) {
        long began = Optional.ofNullable(running.remove(item)).orElse(now);
        moved = now;
        prompt = ended == Ended.ANSWERED ? now - began <= STILL_NANOS : prompt && ended == Ended.NOT_ASKED;
        silent = ended == Ended.SILENT || (silent && ended == Ended.NOT_ASKED);
    }

    /** What waited too long after its claim; the ids are kept for later. */
    List<WorkItem> stale(long now) {
        List<WorkItem> stale = new ArrayList<>();
        while (!claimed.isEmpty() && now - claimed.element().since() > PATIENCE_NANOS) {
            WorkItem item = claimed.remove().item();
            keep(item.id());
            stale.add(item);
        }
        return stale;
    }

    /** Ids to claim now that there is room again. */
    List<UUID> again(int most, long now) {
        List<UUID> ids = new ArrayList<>();
        if (claimed.size() < places() && !isStill(now)) {
            Iterator<UUID> waiting = later.iterator();
            while (waiting.hasNext() && ids.size() < most) {
                ids.add(waiting.next());
                waiting.remove();
            }
        }
        return ids;
    }

    /** Claimed items that will be begun soon. */
    int soon(long now) {
        return isStill(now) ? 0 : claimed.size();
    }

    List<WorkItem> empty() {
        List<WorkItem> items = claimed.stream().map(Held::item).toList();
        claimed.clear();
        return items;
    }

    /** A partner that did not answer last time gets one worker until it does. */
    private int places() {
        return silent ? 1 : width;
    }

    /** Claimed items: for a lane that stands still no more than its workers can begin. */
    private int most(int whileItMoves, long now) {
        return isStill(now) ? places() : Math.min(MOST_CLAIMED, whileItMoves);
    }

    private boolean isStill(long now) {
        return (!running.isEmpty() || !claimed.isEmpty()) && now - moved > STILL_NANOS;
    }
}
