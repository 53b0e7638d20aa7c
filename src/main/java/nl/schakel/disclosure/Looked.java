package nl.schakel.disclosure;

import java.util.Optional;

/** What a person said of items in which a place was found, for one receiver. */
@FunctionalInterface
public interface Looked {
    /** Nobody looked. */
    Looked BY_NOBODY = item -> Optional.empty();

    /** The word of a person on one item. */
    enum Word {
        /** What was found leads nowhere near the client. */
        RELEASE,
        /** It goes to this receiver without it. */
        KEEP_BACK
    }

    /** @param item as {@link MarkedItem#item} names it */
    Optional<Word> at(String item);
}
