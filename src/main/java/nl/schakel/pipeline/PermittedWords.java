package nl.schakel.pipeline;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nl.schakel.referral.Category;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.MinimisedReferral;

/** Says in one line of the trace what went and what stayed, and why: categories and rules, never values. */
final class PermittedWords {
    private PermittedWords() {}

    static String released(MinimisedReferral minimised) {
        Map<String, String> released = new TreeMap<>();
        minimised
                .items()
                .forEach(item -> released.put(item.category().code(), basis(minimised.consented(), item.category())));
        return join(released);
    }

    static String withheld(MinimisedReferral minimised) {
        Map<String, String> withheld = new TreeMap<>();
        minimised.withheld().forEach((category, reason) -> withheld.put(category.code(), reason));
        return join(withheld);
    }

    static String codes(Set<Category> categories) {
        return categories.stream().map(Category::code).sorted().collect(Collectors.joining(", "));
    }

    private static String basis(ConsentedReferral consented, Category category) {
        ConsentedReferral.Ruling ruling = consented.rulings().get(category);
        return ruling == null ? "-" : ruling.basis();
    }

    private static String join(Map<String, String> words) {
        return words.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining("; "));
    }
}
