package nl.schakel.referral;

import java.util.Arrays;
import java.util.Optional;

/** Who is responsible for the client, in the words of {@code https://schakel.nl/fhir/CodeSystem/custody}. */
public enum Custody {
    /** Who says this has the client from now on. */
    TAKEN_OVER("custody-taken-over"),
    /** The client is the sender's again. */
    RETURNED("custody-returned");

    private final String code;

    Custody(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<Custody> of(String code) {
        return Arrays.stream(values()).filter(c -> c.code.equals(code)).findFirst();
    }
}
