package nl.schakel.identity;

import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.Partner;
import nl.schakel.seal.SealVerifier;

/**
 * The partner that sent a message, as far as everything agrees.
 *
 * @param keys SHA-256 of the public keys by which it showed itself, hexadecimal; none where only an address or a folder did
 */
public record Sender(Partner partner, Optional<SealVerifier.Sealed> seal, Set<String> keys) {
    public Sender {
        keys = Set.copyOf(keys);
    }

    /** One that shows no key. */
    public Sender(Partner partner, Optional<SealVerifier.Sealed> seal) {
        this(partner, seal, Set.of());
    }

    Sender bearing(Set<String> borne) {
        return new Sender(partner, seal, borne);
    }
}
