package nl.schakel.dispatch;

import nl.schakel.journal.WorkItem;

/** How many workers are preparing, and how many have work that calls a partner. Guarded by {@link Lanes}. */
final class Occupied {
    private final DispatchSettings settings;
    private int preparing;
    private int calling;

    Occupied(DispatchSettings settings) {
        this.settings = settings;
    }

    boolean mayPrepare() {
        return preparing < settings.preparing();
    }

    boolean mayCall() {
        return calling < settings.mostCalling();
    }

    /** Whether workers are free that no other partner will miss. */
    boolean areSomeSpare() {
        return calling < settings.callingWhileWide() && preparing < settings.preparingWhileWide();
    }

    void began(WorkItem item) {
        preparing++;
        calling += calls(item);
    }

    void prepared() {
        preparing--;
    }

    void finished(WorkItem item) {
        calling -= calls(item);
    }

    private static int calls(WorkItem item) {
        return item.destination().isPresent() ? 1 : 0;
    }
}
