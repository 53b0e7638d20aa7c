package nl.schakel.translate;

import org.jspecify.annotations.Nullable;

/** Where a row stands: the place its group repeats over, and the groups around it up to the whole message. */
final class Scope {
    private final Node node;
    private final @Nullable Scope outer;

    private Scope(Node node, @Nullable Scope outer) {
        this.node = node;
        this.outer = outer;
    }

    static Scope whole(Branch root) {
        return new Scope(root, null);
    }

    Scope inside(Node place) {
        return new Scope(place, this);
    }

    Node node() {
        return node;
    }

    /** The place this many groups outward; beyond the last it is the whole message. */
    Node outward(int hops) {
        Scope at = this;
        for (int i = 0; i < hops && at.outer != null; i++) {
            at = at.outer;
        }
        return at.node;
    }
}
