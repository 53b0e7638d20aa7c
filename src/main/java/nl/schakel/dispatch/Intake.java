package nl.schakel.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import nl.schakel.journal.Journal;
import nl.schakel.journal.WorkItem;

/**
 * Takes ids from the broker, claims them in batches and places them in their lanes.
 *
 * <p>What goes to a partner whose lane has enough is kept there as an id, unclaimed: however much waits for one partner, what
 * stands behind it in the broker is reached at once. A lane that works off much fetches the next from the journal, so that
 * a backlog need not go through the broker, in front of everybody else's.
 *
 * <p>An id is acknowledged when its claim is committed: from then on the lease in the journal guards the item, and a
 * redelivery could do no more than find it held.
 */
final class Intake implements Loop.Round {
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration SHORT = Duration.ofMillis(5);

    private final Journal journal;
    private final WorkSource source;
    private final Lanes lanes;
    private final int batch;
    private final Pace pace;
    /** Taken from the broker or a lane and not yet claimed; kept over a failure of the journal. */
    private final Set<UUID> inHand = new LinkedHashSet<>();

    private final List<WorkItem> toGiveBack = new ArrayList<>();

    Intake(Journal journal, WorkSource source, Lanes lanes, int batch, Pace pace) {
        this.journal = journal;
        this.source = source;
        this.lanes = lanes;
        this.batch = batch;
        this.pace = pace;
    }

    @Override
    public void once() throws InterruptedException {
        giveBack();
        if (lanes.awaitRoom(pace.patience(PATIENCE))) {
            fill();
            claim();
        }
    }

    /** Last act: what waits in the lanes need not wait for its lease to end. */
    void giveBack() {
        toGiveBack.addAll(lanes.unbegun());
        if (!toGiveBack.isEmpty()) {
            journal.giveBack(List.copyOf(toGiveBack));
            toGiveBack.clear();
        }
    }

    private void fill() {
        if (inHand.isEmpty()) {
            inHand.addAll(lanes.again(batch));
        }
        if (inHand.isEmpty()) {
            lanes.mayHaveMore().ifPresent(this::fetch);
        }
        int space = batch - inHand.size();
        if (space > 0) {
            Set<UUID> fresh = source.take(space, inHand.isEmpty() ? patience() : Duration.ZERO);
            fresh.stream().filter(id -> !lanes.keeps(id)).forEach(inHand::add);
        }
    }

    /** Half a batch, so that there is room for what the broker has. */
    private void fetch(Lanes.Unread unread) {
        Journal.Page page = journal.waiting(unread.partner(), unread.after(), Math.max(1, batch / 2));
        lanes.fetched(unread.partner(), page.last());
        inHand.addAll(page.ids());
    }

    /** The ids that lanes keep come next, whether or not the broker has any. */
    private Duration patience() {
        return lanes.isAnyToFill() ? SHORT : PATIENCE;
    }

    private void claim() {
        if (!inHand.isEmpty()) {
            if (lanes.isAnyFull()) {
                lanes.keepWhereFull(journal.ready(List.copyOf(inHand))).forEach(inHand::remove);
            }
            lanes.place(journal.claim(List.copyOf(inHand)));
            inHand.clear();
        }
        source.acknowledge();
    }
}
