package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an activation changed.
 *
 * @param before hash of the set that was active
 * @param after hash of the set that is active now; the same when nothing had changed
 */
public record Activation(String before, String after, List<Change> changes) {

    /**
     * One mapping that is new, gone or different.
     *
     * @param from version before, with its content hash; absent for a new mapping
     * @param to version now; absent for one that is gone
     */
    public record Change(String mapping, Optional<String> from, Optional<String> to) {}

    static Activation between(Translator before, Translator after) {
        List<Change> changes = new ArrayList<>();
        var ids = new TreeSet<>(before.versions().keySet());
        ids.addAll(after.versions().keySet());
        for (String id : ids) {
            Optional<String> from = Optional.ofNullable(before.versions().get(id));
            Optional<String> to = Optional.ofNullable(after.versions().get(id));
            if (!from.equals(to)) {
                changes.add(new Change(id, from, to));
            }
        }
        return new Activation(before.set(), after.set(), List.copyOf(changes));
    }
}
