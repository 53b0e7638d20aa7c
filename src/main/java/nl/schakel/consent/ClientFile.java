package nl.schakel.consent;

import java.util.List;
import java.util.Set;
import nl.schakel.referral.PartnerId;

/**
 * What the gateway has on file about a client when it decides; it names no person.
 *
 * @param client age, representatives, capacity
 * @param consents everything they said: yes, no, and taken back
 * @param openings break-glass openings
 * @param conflicts organisations to whom nothing may go
 * @param secretAddress whether whereabouts are protected, by any source
 */
public record ClientFile(
        Client client, List<OnFile> consents, List<Opening> openings, Set<PartnerId> conflicts, boolean secretAddress) {

    /** Nothing is on file. */
    public static final ClientFile EMPTY = new ClientFile(Client.ORDINARY, List.of(), List.of(), Set.of(), false);

    public ClientFile {
        consents = List.copyOf(consents);
        openings = List.copyOf(openings);
        conflicts = Set.copyOf(conflicts);
    }

    /** The same file with these consents alone. */
    public ClientFile with(List<OnFile> said) {
        return new ClientFile(client, said, openings, conflicts, secretAddress);
    }
}
