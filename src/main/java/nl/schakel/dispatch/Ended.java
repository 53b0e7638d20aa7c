package nl.schakel.dispatch;

import nl.schakel.journal.Sent;

/** How a partner took a call, as far as its lane cares. */
enum Ended {
    /** It said something, yes or no. */
    ANSWERED,
    /** It did not answer, or could not be reached. */
    SILENT,
    /** It was not called. */
    NOT_ASKED;

    static Ended of(Sent sent) {
        return sent instanceof Sent.Delivered || sent instanceof Sent.Refused ? ANSWERED : SILENT;
    }
}
