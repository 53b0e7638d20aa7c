package nl.schakel.translate;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;

/** Whether a row or a group applies. All of {@code when} must hold and none of {@code unless}. */
@FunctionalInterface
interface Condition {
    Condition ALWAYS = scope -> true;
    String ANY_VALUE = "*";

    boolean holds(Scope scope);

    static Condition all(List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return ALWAYS;
        }
        return scope -> {
            for (Condition condition : conditions) {
                if (!condition.holds(scope)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Some leaf has one of the values; it decided, so it counts as read. A mere presence is not a reading. */
    static Condition when(Path path, Set<String> values) {
        boolean presence = values.contains(ANY_VALUE);
        Predicate<Scope> fitting = path.any(leaf -> {
            boolean fits = presence ? leaf.text().isPresent() : leaf.isOneOf(values);
            if (fits && !presence) {
                leaf.read();
            }
            return fits;
        });
        return fitting::test;
    }

    static Condition unless(Path path, Set<String> values) {
        boolean presence = values.contains(ANY_VALUE);
        Predicate<Scope> fitting = path.any(leaf -> presence ? leaf.text().isPresent() : leaf.isOneOf(values));
        return scope -> !fitting.test(scope);
    }
}
