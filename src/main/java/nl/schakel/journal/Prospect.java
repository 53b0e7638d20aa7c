package nl.schakel.journal;

import java.util.Optional;
import nl.schakel.referral.PartnerId;

/** What becomes of the items that are parked for one partner (or for us) for one reason, when such are tried again. */
public record Prospect(Optional<PartnerId> destination, String reason, Fate fate, long items) {
    /** That it goes on, or why it stays. */
    public enum Fate {
        /** It is tried as if it had never been tried. */
        AGAIN,
        /** It goes on when the code is there. */
        WAITS_FOR_CODE,
        /** It is no work of the gateway's. */
        NEEDS_SECOND_PERSON,
        /** It goes again only when somebody says so. */
        RECEIVER_MAY_HAVE_IT,
        /** It is let go alone, by its id. */
        MADE_US_FAIL
    }

    public boolean goesOn() {
        return fate == Fate.AGAIN;
    }
}
