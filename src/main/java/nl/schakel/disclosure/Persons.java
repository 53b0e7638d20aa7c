package nl.schakel.disclosure;

import nl.schakel.referral.Json;

/** People beside the client who are no clients here: nobody asked them, so the least that helps the client goes. */
final class Persons {
    static final String TYPE = "RelatedPerson";

    private Persons() {}

    /** Name, relation and a way to reach them stay; numbers, date of birth and address do not. */
    static Json.Obj least(Json.Obj tree) {
        return tree.text("resourceType").filter(TYPE::equals).isEmpty()
                ? tree
                : tree.without("identifier")
                        .without("birthDate")
                        .without("_birthDate")
                        .without("address");
    }
}
