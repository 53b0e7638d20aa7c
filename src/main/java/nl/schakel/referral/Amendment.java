package nl.schakel.referral;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known of a referral after a later message about it. What the later message deletes is taken away first; then a
 * member that it has takes the place of the earlier one; what it does not speak of stays. Persons beside the client are told
 * as a whole, findings and diagnoses by their code, letters are added.
 */
final class Amendment {
    /** Of these a referral has one, or one for each category: they are changed member by member. */
    private static final Set<String> SINGLE = Set.of("Patient", "ServiceRequest", "Encounter");
    /** The later message tells all of them again (the repeats of NK1). */
    private static final Set<String> WHOLE = Set.of("RelatedPerson");
    /** Consents are kept in the client's dossier, and not here. */
    private static final String CONSENT = "Consent";

    private final Referral before;
    private final Referral later;
    private final List<InformationItem> items;

    Amendment(Referral before, Referral later) {
        this.before = before;
        this.later = later;
        this.items = of(remaining(), told());
    }

    Referral result() {
        return new Referral(before.envelope().amendedBy(later.envelope()), items, deletions());
    }

    /** Only what was known is deleted by it; what a referral never had is nobody's to delete at a receiver. */
    private Deletions deletions() {
        if (later.deletions().isEmpty() && before.deletions().isEmpty()) {
            return Deletions.NONE;
        }
        Set<Deletion> all = new LinkedHashSet<>(before.deletions().all());
        later.deletions()
                .taken()
                .filter(deletion -> count(deletion, before.items()) > count(deletion, items))
                .forEach(all::add);
        Set<InformationItem> formerly = new LinkedHashSet<>(before.deletions().former());
        before.items().stream()
                .filter(item -> all.stream()
                        .anyMatch(deletion -> deletion.isAbout(item) && deletion.count(item.resource()) > 0))
                .forEach(formerly::add);
        return new Deletions(List.copyOf(all), List.of(), List.copyOf(formerly));
    }

    private static int count(Deletion deletion, List<InformationItem> items) {
        return items.stream()
                .filter(deletion::isAbout)
                .mapToInt(item -> deletion.count(item.resource()))
                .sum();
    }

    private List<InformationItem> remaining() {
        List<InformationItem> left = before.items();
        for (Deletion deletion :
                later.deletions().taken().filter(Deletion::alone).toList()) {
            left = left.stream().flatMap(item -> without(deletion, item)).toList();
        }
        return left;
    }

    private Stream<InformationItem> without(Deletion deletion, InformationItem item) {
        boolean whole = deletion.path().isEmpty();
        if (!deletion.isAbout(item) || !(whole || SINGLE.contains(item.resourceType()))) {
            return Stream.of(item);
        }
        Optional<Json.Obj> left = deletion.from(item.resource());
        return left.stream().map(tree -> new InformationItem(item.category(), tree, item.origin(), item.labels()));
    }

    /** Who deletes a part of what must stay does not change the rest of it either: half a number is another number. */
    private List<InformationItem> told() {
        List<Deletion> needed =
                later.deletions().all().stream().filter(Deletions::isNeeded).toList();
        return needed.isEmpty()
                ? later.items()
                : later.items().stream()
                        .map(item -> keeping(needed, item))
                        .filter(item -> item.resource().members().size() > 1)
                        .toList();
    }

    private static InformationItem keeping(List<Deletion> needed, InformationItem item) {
        Json.Obj tree = item.resource();
        for (Deletion deletion : needed) {
            if (deletion.isAbout(item) && !deletion.path().isEmpty()) {
                tree = tree.without(deletion.path().get(0).name());
            }
        }
        return new InformationItem(item.category(), tree, item.origin(), item.labels());
    }

    static List<InformationItem> of(List<InformationItem> before, List<InformationItem> later) {
        List<InformationItem> all = new ArrayList<>();
        Set<String> told = new HashSet<>();
        later.stream().filter(item -> WHOLE.contains(item.resourceType())).forEach(item -> told.add(key(item)));
        before.stream().filter(item -> !told.contains(key(item))).forEach(all::add);
        later.stream().filter(item -> !item.resourceType().equals(CONSENT)).forEach(item -> take(item, all));
        return all;
    }

    private static void take(InformationItem item, List<InformationItem> all) {
        if (all.contains(item)) {
            return;
        }
        Optional<String> code = code(item);
        for (int i = 0; i < all.size(); i++) {
            InformationItem known = all.get(i);
            boolean same = key(known).equals(key(item));
            if (same && SINGLE.contains(item.resourceType())) {
                all.set(i, changed(known, item));
                return;
            }
            if (same && code.isPresent() && code.equals(code(known))) {
                all.set(i, item);
                return;
            }
        }
        all.add(item);
    }

    /** An address that became secret is no address any more. */
    private static String key(InformationItem item) {
        return item.resourceType() + ' ' + item.category().code();
    }

    private static Optional<String> code(InformationItem item) {
        return item.resource()
                .object("code")
                .flatMap(concept -> concept.list("coding").stream().findFirst())
                .flatMap(Json::asObject)
                .map(coding -> coding.text("system").orElse("")
                        + '|'
                        + coding.text("code").orElse(""));
    }

    private static InformationItem changed(InformationItem known, InformationItem item) {
        Map<String, Json> members = new LinkedHashMap<>(known.resource().members());
        members.putAll(item.resource().members());
        Set<Label> labels = new HashSet<>(known.labels());
        labels.addAll(item.labels());
        return new InformationItem(known.category(), new Json.Obj(members), item.origin(), labels);
    }
}
