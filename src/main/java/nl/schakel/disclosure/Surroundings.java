package nl.schakel.disclosure;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;

/**
 * What is known beside the message itself of a client and of who takes part.
 *
 * @param protectedOtherwise whereabouts are protected though this message does not say so: a women's shelter takes part, or
 *     an earlier message said it
 * @param names what would give away where the client is: names, hosts and mailboxes of an organisation that is kept secret
 * @param desk name of the desk through which a protected client is reached
 * @param relatives who is one family with the client and a client themselves
 * @param openable resources that are sealed for this receiver, and that nobody else can open
 */
public record Surroundings(
        boolean protectedOtherwise,
        Set<String> names,
        Optional<String> desk,
        List<Relative> relatives,
        Set<Json.Obj> openable) {
    /** Nothing beside the message. */
    public static final Surroundings NONE = new Surroundings(false, Set.of(), Optional.empty());

    public Surroundings {
        names = Set.copyOf(names);
        relatives = List.copyOf(relatives);
        openable = Set.copyOf(openable);
    }

    /** Of a client without a family here. */
    public Surroundings(boolean protectedOtherwise, Set<String> names, Optional<String> desk) {
        this(protectedOtherwise, names, desk, List.of(), Set.of());
    }

    @Override
    public String toString() {
        return "Surroundings[***]";
    }
}
