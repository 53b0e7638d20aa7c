package nl.schakel.consent;

import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;

/** Whom a provision of a consent names as receiver: one organisation, or every organisation of a kind. */
public sealed interface Actor {

    /** One organisation of the directory. */
    record Organisation(PartnerId id) implements Actor {}

    /** Every organisation of this kind. */
    record Kind(Role role) implements Actor {}

    default boolean names(Party party) {
        if (this instanceof Organisation organisation) {
            return organisation.id().equals(party.id());
        }
        return ((Kind) this).role() == party.role();
    }

    /** {@code organisation:opvang-demo} or {@code kind:MO}. */
    default String code() {
        return this instanceof Organisation organisation
                ? "organisation:" + organisation.id()
                : "kind:" + ((Kind) this).role();
    }
}
