package nl.schakel.referral;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A message in canonical form: a typed envelope and categorised content. */
public record Referral(Envelope envelope, List<InformationItem> items) {
    public Referral {
        items = List.copyOf(items);
    }

    public Set<Category> categories() {
        return items.stream().map(InformationItem::category).collect(Collectors.toUnmodifiableSet());
    }
}
