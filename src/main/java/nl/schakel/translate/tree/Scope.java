package nl.schakel.translate.tree;

import org.jspecify.annotations.Nullable;

/** Where a row stands: the place its group repeats over, and the groups around it up to the whole message. */
public final class Scope {
    private final Node node;
    private final @Nullable Scope outer;

    private Scope(Node node, @Nullable Scope outer) {
        this.node = node;
        this.outer = outer;
    }

    public static Scope whole(Branch root) {
        return new Scope(root, null);
    }

    public Scope inside(Node place) {
        return new Scope(place, this);
    }

    public Node node() {
        return node;
    }

    /** The place this many groups outward; beyond the last it is the whole message. */
    public Node outward(int hops) {
        Scope at = this;
        for (int i = 0; i < hops && at.outer != null; i++) {
            at = at.outer;
        }
        return at.node;
    }
}
