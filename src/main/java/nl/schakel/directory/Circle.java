package nl.schakel.directory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/**
 * Who takes part in a kind of transition in a municipality.
 *
 * @param municipalities its code and its name, in lower case
 * @param services service codes that make up this kind of transition
 * @param from kinds of organisation that people come out of; empty for all that no other circle names
 * @param addressed identifiers that mean this circle, as {@code system|value}
 * @param parties the desk first
 */
record Circle(
        String name,
        Set<String> municipalities,
        Set<String> services,
        Set<Role> from,
        Set<String> addressed,
        List<Party> parties) {

    /**
     * One party; an absent need means the deciding desk.
     *
     * @param channel by which of its channels it is asked; its first way out when the circle does not say
     */
    record Party(PartnerId partner, Purpose purpose, Optional<Need> need, Optional<String> channel) {
        boolean askedFor(Set<Need> needs) {
            return need.map(needs::contains).orElse(true);
        }
    }

    Circle {
        municipalities = Set.copyOf(municipalities);
        services = Set.copyOf(services);
        from = Set.copyOf(from);
        addressed = Set.copyOf(addressed);
        parties = List.copyOf(parties);
    }

    boolean takes(Optional<String> service) {
        return service.map(services::contains).orElse(true);
    }
}
