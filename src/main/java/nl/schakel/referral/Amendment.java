package nl.schakel.referral;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a referral after a later message about it. A member that the later message has takes the place of the
 * earlier one; what it does not speak of stays. Persons beside the client are told as a whole, findings and diagnoses by
 * their code, letters are added.
 */
final class Amendment {
    /** Of these a referral has one, or one for each category: they are changed member by member. */
    private static final Set<String> SINGLE = Set.of("Patient", "ServiceRequest", "Encounter");
    /** The later message tells all of them again (the repeats of NK1). */
    private static final Set<String> WHOLE = Set.of("RelatedPerson");
    /** Consents are kept in the client's dossier, and not here. */
    private static final String CONSENT = "Consent";

    private Amendment() {}

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
