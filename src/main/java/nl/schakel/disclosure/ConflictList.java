package nl.schakel.disclosure;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import nl.schakel.referral.PartnerId;

/**
 * To whom nothing about a client may go, by any route: an ex-partner at the desk, family behind the counter. It answers like a
 * directory in which they do not stand, so that nobody learns that there is a list.
 *
 * @param parties partners
 */
public record ConflictList(Set<PartnerId> parties) {
    public ConflictList {
        parties = Set.copyOf(parties);
    }

    public boolean bars(PartnerId partner) {
        return parties.contains(partner);
    }

    /** Those that may hear of the client, in their order. */
    public <T> List<T> without(List<T> all, Function<T, PartnerId> who) {
        return all.stream().filter(one -> !bars(who.apply(one))).toList();
    }

    @Override
    public String toString() {
        return "ConflictList[***]";
    }
}
