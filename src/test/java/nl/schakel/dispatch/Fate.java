package nl.schakel.dispatch;

import java.util.List;

/** Decides what nobody can decide: whose turn it is, and what breaks. */
interface Fate {
    /** Whose turn it is among these, from 0. */
    int turnOf(List<Turns.Actor> able);

    boolean strikes(Fault fault);

    /** Any number from 0, below this one. */
    int below(int most);

    /** What may happen, and how often per thousand occasions in weather as it usually is. */
    enum Fault {
        COMMIT_LOST(15),
        COMMIT_UNHEARD(15),
        POWER_CUT(6),
        STALL(15),
        BROKER_AWAY(15),
        ID_LOST(40),
        ID_TWICE(40),
        ID_LATE(150),
        BROKER_EMPTIED(2),
        ACKNOWLEDGEMENT_LOST(20),
        CLOCK_JUMP(4),
        REQUEST_LOST(50),
        RECEIPT_LOST(50),
        SENT_AGAIN(100),
        POISON(15),
        DEFECT(15),
        PARTNER_BUSY(100),
        CALL_LOST(50),
        CALL_TWICE(50),
        CALL_LATE(40),
        ANSWER_LOST(50),
        ANSWER_WRONG(30),
        ANSWER_NO(10),
        CALL_SLOW(60);

        private final int perThousand;

        Fault(int perThousand) {
            this.perThousand = perThousand;
        }

        int perThousand() {
            return perThousand;
        }
    }
}
