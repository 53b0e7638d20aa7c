package nl.schakel.referral.evidence;

import java.util.Optional;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;

/** A valid referral together with one receiver that the circle names for it, and why. */
public final class Candidate {
    private final Referral referral;
    private final PartnerId receiver;
    private final Role role;
    private final Purpose purpose;
    private final Optional<Need> need;
    private final String circle;

    private Candidate(
            Referral referral, PartnerId receiver, Role role, Purpose purpose, Optional<Need> need, String circle) {
        this.referral = referral;
        this.receiver = receiver;
        this.role = role;
        this.purpose = purpose;
        this.need = need;
        this.circle = circle;
    }

    /** Called by the room {@code directory} alone; an empty need means the deciding desk. */
    public static Candidate minted(
            ValidatedReferral referral,
            PartnerId receiver,
            Role role,
            Purpose purpose,
            Optional<Need> need,
            String circle) {
        return new Candidate(referral.referral(), receiver, role, purpose, need, circle);
    }

    public Referral referral() {
        return referral;
    }

    public PartnerId receiver() {
        return receiver;
    }

    public Role role() {
        return role;
    }

    public Purpose purpose() {
        return purpose;
    }

    /** What this receiver is asked for; empty for the desk that decides. */
    public Optional<Need> need() {
        return need;
    }

    /** Name of the circle that named this receiver. */
    public String circle() {
        return circle;
    }
}
