package nl.schakel.referral;

import java.util.Arrays;
import java.util.Optional;

/** What a client needs a party for; a circle names the parties per need. */
public enum Need {
    /** A place to stay. */
    SHELTER("shelter"),
    /** Help with debts; only where the source holds a request or a signal (Wgs art. 3). */
    DEBTS("debts"),
    /** Treatment or care that goes on. */
    CARE("care");

    private final String code;

    Need(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<Need> of(String code) {
        return Arrays.stream(values()).filter(n -> n.code.equals(code)).findFirst();
    }
}
