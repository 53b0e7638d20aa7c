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

    public Referral referral() {
        return referral;
    }
}
