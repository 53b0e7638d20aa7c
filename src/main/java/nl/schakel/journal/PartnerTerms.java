package nl.schakel.journal;

import nl.schakel.referral.PartnerId;

/** Knows what is agreed with each partner; the partner files say so. */
@FunctionalInterface
public interface PartnerTerms {

    /** The terms of this partner; those of class C when nothing is known of it. */
    DeliveryTerms of(PartnerId partner);
}
