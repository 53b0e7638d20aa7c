package nl.schakel.pipeline;

import java.util.List;
import nl.schakel.consent.ClientFile;
import nl.schakel.disclosure.Relative;

/**
 * What a decision about one referral rests on beside the referral: the client's own file, and who is one family with the
 * client. What the others agreed to is not in it, so it cannot show in what is decided.
 *
 * @param file with protected whereabouts also where somebody of the family hides at the same place
 */
record Household(ClientFile file, List<Relative> relatives) {
    Household {
        relatives = List.copyOf(relatives);
    }

    /** Whether the client or anybody of the family hides, from whomever. */
    boolean hides() {
        return file.secretAddress() || Relative.anyHides(relatives);
    }

    /** A client without a family here. */
    static Household alone(ClientFile file) {
        return new Household(file, List.of());
    }
}
