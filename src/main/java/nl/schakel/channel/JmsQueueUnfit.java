package nl.schakel.channel;

import java.io.IOException;

/** A queue that the partner file names would lose what is put into it, or is not there. */
final class JmsQueueUnfit extends IOException {
    private static final long serialVersionUID = 1L;

    JmsQueueUnfit() {
        super("No such queue, or one that would lose what is put into it");
    }
}
