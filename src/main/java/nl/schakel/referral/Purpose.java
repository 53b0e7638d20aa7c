package nl.schakel.referral;

import java.util.Arrays;
import java.util.Optional;

/** Why data is released; the purposes of the policy table. */
public enum Purpose {
    INTAKE("INTAKE"),
    TRANSITION("TRANSITION"),
    CARE("CARE"),
    DEBT("DEBT"),
    SAFETY("SAFETY"),
    REINTEGRATION("REINTEGRATION"),
    ASSIGN("ASSIGN"),
    STATISTICS("STATISTICS"),
    CLIENT_ACCESS("CLIENT-ACCESS");

    private final String code;

    Purpose(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<Purpose> of(String code) {
        return Arrays.stream(values()).filter(p -> p.code.equals(code)).findFirst();
    }
}
