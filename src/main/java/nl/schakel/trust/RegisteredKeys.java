package nl.schakel.trust;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys count for which organisation: rights are bound to organisation and public key, so that a certificate which
 * somebody got elsewhere in another's name opens nothing, and a renewed certificate over the same key needs nobody.
 *
 * @param states by organisation, usage and SHA-256 of the public key
 * @param revoked public keys that count for nobody
 * @param open whether there is no register, so that every key counts which an anchor vouches for
 * @param own the organisation that needs no registering: ourselves
 */
record RegisteredKeys(Map<Key, KeyState> states, Set<String> revoked, boolean open, Optional<String> own) {
    static final RegisteredKeys NONE = new RegisteredKeys(Map.of(), Set.of(), true, Optional.empty());

    /** @param organisation OIN or URA */
    record Key(String organisation, Usage usage, String publicKey) {}

    RegisteredKeys {
        states = Map.copyOf(states);
        revoked = Set.copyOf(revoked);
    }

    Optional<CertificateRefusal> check(String organisation, Usage usage, X509Certificate leaf) {
        String key = Certificates.publicKeyText(leaf);
        if (revoked.contains(key)) {
            return Optional.of(CertificateRefusal.REVOKED);
        }
        if (open || own.filter(organisation::equals).isPresent()) {
            return Optional.empty();
        }
        KeyState state = states.get(new Key(organisation, usage, key));
        if (state == null) {
            return Optional.of(CertificateRefusal.KEY_NOT_REGISTERED);
        }
        return state.counts() ? Optional.empty() : Optional.of(CertificateRefusal.KEY_RETIRED);
    }
}
