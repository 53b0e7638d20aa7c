package nl.schakel.consent;

import java.time.Instant;

/**
 * What one consent answers to one question.
 *
 * @param voice its word
 * @param why in words that name no person
 * @param takenBack for a yes that was taken back, when
 */
record Answer(Voice voice, String why, Instant takenBack) {

    Answer(Voice voice, String why) {
        this(voice, why, Instant.MIN);
    }

    /** The words a consent can say. */
    enum Voice {
        /** A yes that counts. */
        PERMITS,
        /** A no. */
        DENIES,
        /** A yes that was taken back: no older yes counts for the same any more. */
        TAKEN_BACK,
        /** It would say yes, and does not count. */
        VOID,
        /** It does not speak of this. */
        SILENT
    }

    static final Answer SILENCE = new Answer(Voice.SILENT, "does not speak of this");
}
