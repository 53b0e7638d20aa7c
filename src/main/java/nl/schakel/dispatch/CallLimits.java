package nl.schakel.dispatch;

import java.util.Optional;
import nl.schakel.referral.PartnerId;

/** How many calls partners bear at once; the partner files say so. */
@FunctionalInterface
public interface CallLimits {
    /** Nobody said anything. */
    CallLimits NONE = partner -> Optional.empty();

    /** Most calls to this partner at once, from 1; empty when there is no limit of its own. */
    Optional<Integer> of(PartnerId partner);
}
