package nl.schakel.consent;

import java.util.Optional;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;

/**
 * Who sends or receives.
 *
 * @param role kind of organisation
 * @param service code of the service asked of a receiver, such as {@code CTI}
 */
public record Party(PartnerId id, Role role, Optional<String> service) {
    public Party(PartnerId id, Role role) {
        this(id, role, Optional.empty());
    }
}
