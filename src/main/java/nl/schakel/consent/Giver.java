package nl.schakel.consent;

import java.util.Arrays;
import java.util.Optional;

/** Who spoke for the client when a consent was given or refused. */
public enum Giver {
    CLIENT("client"),
    /** A parent with authority (ouder met gezag). */
    PARENT("parent"),
    /** A guardian (voogd). */
    GUARDIAN("guardian"),
    /** Mentor, appointed by the court for care and person (BW 1:450). */
    MENTOR("mentor"),
    /** Curator (BW 1:378). */
    CURATOR("curator"),
    /** Authorised in writing by the client (WGBO, BW 7:465(3)). */
    PROXY("proxy"),
    /** Bewindvoerder, who acts for goods and money alone (BW 1:431): no word about care or person. */
    BEWINDVOERDER("bewindvoerder"),
    /** Partner, child, brother or sister: nobody here can see that nobody stands before them (BW 7:465(3)). */
    RELATIVE("relative"),
    UNKNOWN("unknown");

    private final String code;

    Giver(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<Giver> of(String code) {
        return Arrays.stream(values()).filter(g -> g.code.equals(code)).findFirst();
    }
}
