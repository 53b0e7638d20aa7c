package nl.schakel.consent;

import java.util.Arrays;
import java.util.Optional;

/** What a note of the policy table means for a decision. */
record Note(Effect effect, String words) {

    /** How a note acts on its row. */
    enum Effect {
        /** Nothing hangs on it. */
        EXPLAINS("explains"),
        /** The sender answers for it; said in the ruling, not checked here. */
        SENDERS_DUTY("senders-duty"),
        /** Holds when GGZ or hospital sends. */
        CARE_SENDS("care-sends"),
        /** Holds when the referral asks for help with debts. */
        DEBTS_ASKED("debts-asked"),
        /** Without consent the row can be opened in an emergency. */
        BREAK_GLASS_TOO("break-glass-too"),
        /** Holds towards volunteers: the room of disclosure cuts what they get down to this, whatever a table says. */
        VOLUNTEERS_CEILING("volunteers-ceiling"),
        /** Restricts in a way that cannot be honoured yet: the row does not permit. */
        WITHHOLD("withhold");

        private final String code;

        Effect(String code) {
            this.code = code;
        }

        static Optional<Effect> of(String code) {
            return Arrays.stream(values()).filter(e -> e.code.equals(code)).findFirst();
        }
    }

    static Note read(DecisionTable.Row row) {
        return new Note(
                row.known(
                        "effect",
                        Effect::of,
                        "explains, senders-duty, care-sends, debts-asked, break-glass-too, volunteers-ceiling or withhold"),
                row.text("words"));
    }

    boolean opensInEmergency() {
        return effect == Effect.BREAK_GLASS_TOO;
    }

    /** A note that nobody explained may restrict anything. */
    static Note unknown(String note) {
        return new Note(Effect.WITHHOLD, "the note '" + note + "' is not understood, so it withholds");
    }
}
