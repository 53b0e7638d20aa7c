package nl.schakel.translate.laws;

import java.util.List;

/** A message that is being changed. Values are plain; the draft escapes them as its format asks. */
interface Draft {
    List<Spot> spots();

    byte[] bytes();

    /** Whether the message can hold this letter. */
    default boolean holds(char letter) {
        return true;
    }
}
