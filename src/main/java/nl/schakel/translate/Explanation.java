package nl.schakel.translate;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;

/**
 * A translation together with the account of it: made by the run that made the result, never by a second engine.
 *
 * @param result what production would have gone on with
 * @param version id and content hash of the mapping
 * @param tree the target as a tree: the canonical form, or what the writer of the format was given
 * @param fields every value of the target, in the order in which the rows wrote them
 */
public record Explanation<T>(T result, String version, Json.Obj tree, List<Field> fields, Account account) {
    public Explanation {
        fields = List.copyOf(fields);
    }

    /**
     * One value of the target.
     *
     * @param target its place, in the target's own notation
     * @param sources the places whose values it was made of; empty for a constant
     * @param shift when a code table gave a target that means more or less than the code did
     * @param category what kind of data it is; empty for what belongs to the message and not to the client
     */
    public record Field(
            String target,
            Json value,
            Rule rule,
            List<String> sources,
            Optional<Equivalence> shift,
            Optional<Category> category) {
        public Field {
            sources = List.copyOf(sources);
        }
    }

    /** The same account of what the result became afterwards. */
    <N> Explanation<N> with(N next) {
        return new Explanation<>(next, version, tree, fields, account);
    }

    @Override
    public String toString() {
        return "Explanation[" + version + ", " + fields.size() + " fields]";
    }
}
