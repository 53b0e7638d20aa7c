package nl.schakel.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import nl.schakel.referral.Deletion;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.TargetPath;
import org.jspecify.annotations.Nullable;

/** What rows would have written, had its sender not taken it away; there is one only where a message deletes something. */
final class Deleting {
    private final Deque<List<Deletion.Member>> around = new ArrayDeque<>();
    private final List<Found> found = new ArrayList<>();

    /**
     * A target of which the source is deleted.
     *
     * @param path from the resource, through the groups around the row
     * @param to the same from the builder that the row writes into
     * @param alone whether no other row writes there
     */
    record Found(
            @Nullable Rule rule,
            Leaf from,
            List<Deletion.Member> path,
            JsonBuilder into,
            TargetPath to,
            boolean alone) {}

    /** The rows of a group follow, which makes elements of its own. */
    void enter(TargetPath to, Known known) {
        around.addLast(known.members(to));
    }

    void leave() {
        around.removeLast();
    }

    void add(@Nullable Rule rule, Leaf from, JsonBuilder into, TargetPath to, Known known, boolean alone) {
        List<Deletion.Member> path = new ArrayList<>();
        around.forEach(path::addAll);
        path.addAll(known.members(to));
        found.add(new Found(rule, from, path, into, to, alone));
    }

    /** All since the last time. */
    List<Found> taken() {
        List<Found> taken = List.copyOf(found);
        found.clear();
        return taken;
    }
}
