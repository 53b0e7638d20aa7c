package nl.schakel.referral.evidence;

import nl.schakel.referral.Referral;

/** A referral that is complete enough to be handed over. */
public final class ValidatedReferral {
    private final Referral referral;

    private ValidatedReferral(Referral referral) {
        this.referral = referral;
    }

    /** Called by the room {@code validate} alone. */
    public static ValidatedReferral minted(TranslatedReferral translated) {
        return new ValidatedReferral(translated.referral());
    }

    /** The same for a client whose whereabouts are protected by what another message said; it can only hold back more. */
    public ValidatedReferral guarded() {
        return new ValidatedReferral(referral.guarded());
    }

    /** The same after a later message about it; nothing that it cannot be without is taken away. */
    public ValidatedReferral amendedBy(ValidatedReferral later) {
        return new ValidatedReferral(referral.amendedBy(later.referral));
    }

    public Referral referral() {
        return referral;
    }
}
