package nl.schakel.referral;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message in canonical form: a typed envelope and categorised content.
 *
 * @param deletions what its sender takes away; of a referral, what later messages about it took away
 */
public record Referral(Envelope envelope, List<InformationItem> items, Deletions deletions) {
    public Referral {
        items = List.copyOf(items);
    }

    /** A message that takes nothing away. */
    public Referral(Envelope envelope, List<InformationItem> items) {
        this(envelope, items, Deletions.NONE);
    }

    /** Whether any part of it says that the client's whereabouts are protected; a women's shelter says so by speaking. */
    public boolean isProtected() {
        return envelope.senderRole() == Role.VO
                || items.stream().anyMatch(item -> item.origin().role() == Role.VO)
                || Stream.concat(envelope.labels().stream(), items.stream().flatMap(item -> item.labels().stream()))
                        .anyMatch(Label.SECRET_ADDRESS::equals);
    }

    /** The same, as if it had said itself that the client's whereabouts are protected. */
    public Referral guarded() {
        return new Referral(
                envelope.labelled(Label.SECRET_ADDRESS),
                guarded(items),
                new Deletions(deletions.all(), deletions.kept(), guarded(deletions.former())));
    }

    private static List<InformationItem> guarded(List<InformationItem> items) {
        return items.stream()
                .map(item -> item.category() == Category.ADDRESS
                        ? new InformationItem(
                                Category.SECRET_ADDRESS, item.resource(), item.origin(), Set.of(Label.SECRET_ADDRESS))
                        : item)
                .toList();
    }

    /**
     * The same after a later message about it by its sender: what changed is in it, what is deleted is not, what the later
     * message is silent about stays. It is still the same request with the same message id.
     */
    public Referral amendedBy(Referral later) {
        return new Amendment(this, later).result();
    }

    /** What it is about; who had what was deleted is told so, if they may still have such a thing. */
    public Set<Category> categories() {
        return Stream.concat(
                        items.stream().map(InformationItem::category),
                        deletions.former().stream().map(InformationItem::category))
                .collect(Collectors.toUnmodifiableSet());
    }
}
