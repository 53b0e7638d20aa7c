package nl.schakel.translate;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.Leaf;

/**
 * A translation together with the account of it: made by the run that made the result, never by a second engine.
 *
 * @param result what production would have gone on with
 * @param version id and content hash of the mapping
 * @param tree the target as a tree: the canonical form, or what the writer of the format was given
 * @param fields every value of the target, in the order in which the rows wrote them
 * @param deletions what the sender of a message takes away
 */
public record Explanation<T>(
        T result, String version, Json.Obj tree, List<Field> fields, List<Deleted> deletions, Account account) {
    public Explanation {
        fields = List.copyOf(fields);
        deletions = List.copyOf(deletions);
    }

    /**
     * Something that the sender takes away.
     *
     * @param target what would be taken out of what is known: {@code Patient.telecom}
     * @param source the place in the message
     * @param stays whether it stays nevertheless, because safety or the referral itself rests on it
     */
    public record Deleted(String target, String source, Optional<Rule> rule, Category category, boolean stays) {}

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

        /** Whether it takes a value away at the receiver. */
        public boolean deletes() {
            return value == Leaf.DELETION;
        }
    }

    /** The same account of what the result became afterwards. */
    <N> Explanation<N> with(N next) {
        return new Explanation<>(next, version, tree, fields, deletions, account);
    }

    @Override
    public String toString() {
        return "Explanation[" + version + ", " + fields.size() + " fields]";
    }
}
