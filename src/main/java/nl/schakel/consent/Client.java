package nl.schakel.consent;

import java.util.Optional;
import java.util.Set;

/**
 * What a decision needs to know of the client: nothing that names them.
 *
 * @param age empty: taken from the birth date in the referral, and unknown when that has none
 * @param representatives which kinds of representative are known to be the client's
 * @param capacity whether the client can weigh this matter
 */
public record Client(Optional<Age> age, Set<Giver> representatives, Capacity capacity) {

    /** Whether the client can weigh what is asked (wilsbekwaam ter zake). */
    public enum Capacity {
        /** As the law presumes of everybody. */
        PRESUMED,
        /** Found unable by who treats them; then a representative speaks. */
        UNABLE
    }

    /** Nothing special is known. */
    public static final Client ORDINARY = new Client(Optional.empty(), Set.of(), Capacity.PRESUMED);

    public Client {
        representatives = Set.copyOf(representatives);
    }
}
