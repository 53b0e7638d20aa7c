package nl.schakel.referral.evidence;

import java.util.List;
import nl.schakel.referral.Referral;

/** A message that was read and translated to canonical by one version of one mapping. */
public final class TranslatedReferral {
    private final Referral referral;
    private final String mapping;
    private final List<String> losses;

    private TranslatedReferral(Referral referral, String mapping, List<String> losses) {
        this.referral = referral;
        this.mapping = mapping;
        this.losses = List.copyOf(losses);
    }

    /** Called by the room {@code translate} alone. */
    public static TranslatedReferral minted(Referral referral, String mapping, List<String> losses) {
        return new TranslatedReferral(referral, mapping, losses);
    }

    public Referral referral() {
        return referral;
    }

    /** Id and content hash of the mapping, such as {@code hl7v2-nl/2.5/ref-i12@3f9a12bc}. */
    public String mapping() {
        return mapping;
    }

    /** Source paths that were not mapped, with the rule that dropped them; paths only, no values. */
    public List<String> losses() {
        return losses;
    }
}
