package nl.schakel.channel;

import java.io.IOException;

/** A call that failed before its request left; it may be repeated without asking. */
final class NeverSent extends IOException {
    private static final long serialVersionUID = 1L;

    NeverSent(Throwable cause) {
        super("The request never left", cause);
    }
}
