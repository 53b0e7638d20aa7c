package nl.schakel.translate;

import java.util.List;
import java.util.Optional;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.TargetPath;

/**
 * Rows that belong together: once, or for each place of a path. With a target of its own the group makes an element
 * there, when a value of the source went in or when the group is constants alone; a target that has its value already
 * leaves the group's sources unread.
 */
final class Group implements Action {
    private final Condition condition;
    private final Optional<Path> each;
    private final Optional<TargetPath> to;
    private final Action[] rows;
    private final boolean constantsAlone;
    private final Known known;

    Group(
            Condition condition,
            Optional<Path> each,
            Optional<TargetPath> to,
            List<Action> rows,
            boolean constantsAlone,
            Known known) {
        this.condition = condition;
        this.each = each;
        this.to = to;
        this.rows = rows.toArray(Action[]::new);
        this.constantsAlone = constantsAlone;
        this.known = known;
    }

    @Override
    public boolean run(Scope scope, JsonBuilder target, Run run) {
        if (each.isEmpty()) {
            return once(scope, target, run);
        }
        boolean live = false;
        List<Node> places = each.get().all(scope);
        for (int i = 0; i < places.size(); i++) {
            Node place = places.get(i);
            live |= isDeletion(place)
                    ? deleted((Leaf) place, scope, target, run)
                    : once(scope.inside(place), target, run);
        }
        return live;
    }

    private static boolean isDeletion(Node place) {
        return place instanceof Leaf leaf && leaf.isDeletion();
    }

    /** Who deletes the place as a whole deletes the element; a condition is about what stood there. */
    private boolean deleted(Leaf place, Scope scope, JsonBuilder target, Run run) {
        return to.isPresent()
                ? run.deleted(place, target, to.get(), known, true)
                : once(scope.inside(place), target, run);
    }

    /** A condition of a repeated group is about the place at hand. */
    private boolean once(Scope scope, JsonBuilder target, Run run) {
        if (!condition.holds(scope)) {
            return false;
        }
        if (to.isEmpty()) {
            return rows(scope, target, run);
        }
        if (to.get().taken(target)) {
            return false;
        }
        JsonBuilder made = new JsonBuilder();
        run.inside(to.get(), known);
        boolean live = rows(scope, made, run) || constantsAlone;
        run.outside();
        if (live) {
            to.get().put(target, made);
        }
        return live;
    }

    private boolean rows(Scope scope, JsonBuilder target, Run run) {
        boolean live = false;
        for (Action row : rows) {
            live |= row.run(scope, target, run);
        }
        return live;
    }
}
