package nl.schakel.referral;

import java.util.Set;

/**
 * One piece of information of exactly one category, as a FHIR R4 resource tree or a fragment of one.
 *
 * <p>Fragments of {@code Patient} that belong to several categories (name, BSN, telephone, address) are separate items
 * with the same {@code resourceType}; the outbound translation joins what may go.
 */
public record InformationItem(Category category, Json.Obj resource, Origin origin, Set<Label> labels) {
    public InformationItem {
        labels = Set.copyOf(labels);
    }

    /** The FHIR resource type of the tree. */
    public String resourceType() {
        return resource.text("resourceType").orElseThrow();
    }
}
