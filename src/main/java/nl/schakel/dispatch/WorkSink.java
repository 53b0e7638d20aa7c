package nl.schakel.dispatch;

import java.util.List;
import nl.schakel.journal.Journal;

/** Where the relay hands work ids on. */
interface WorkSink {
    /** False while so many ids wait that more are better off in the outbox. */
    boolean hasRoom();

    /** Returns when all of them were taken; on trouble none was, or nobody knows. */
    void send(List<Journal.Ready> ready);
}
