package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;

/**
 * Leaves of a message that no row has read, and, without a search, under which two names at its top such leaves may stand:
 * a filter that never says no wrongly, so that of some seventy drop rules only those are tried that may have work.
 */
final class OpenPlaces {
    private static final int BITS = 512;

    private final List<Leaf> leaves = new ArrayList<>(64);
    private final long[] filter = new long[BITS / Long.SIZE];
    /** Values at the very top, which may be taken for what is below them. */
    private boolean flat;

    private final Consumer<Leaf> gather = this::gather;

    private OpenPlaces() {}

    /** The first two names of a path as places in the filter; {@link #ANYWHERE} where a path has no such name. */
    record Two(int first, int both) {
        static final int ANYWHERE = -1;

        static Two of(Path path) {
            List<String> names = path.beginning();
            int first = names.isEmpty() ? ANYWHERE : bit(names.get(0), "");
            return new Two(first, names.size() < 2 ? first : bit(names.get(0), names.get(1)));
        }
    }

    static OpenPlaces of(Branch root) {
        OpenPlaces open = new OpenPlaces();
        for (Node kid : root.kids()) {
            if (kid instanceof Branch branch) {
                open.below(branch);
            } else if (open.add(kid)) {
                open.flat = true;
                open.mark(bit(kid.name(), ""));
            }
        }
        return open;
    }

    private void below(Branch kid) {
        boolean any = false;
        List<Node> places = kid.kids();
        for (int i = 0; i < places.size(); i++) {
            if (add(places.get(i))) {
                mark(bit(kid.name(), places.get(i).name()));
                any = true;
            }
        }
        if (any) {
            mark(bit(kid.name(), ""));
        }
    }

    private void gather(Leaf leaf) {
        if (leaf.fate() == Leaf.Fate.UNMAPPED) {
            leaves.add(leaf);
        }
    }

    /** Whether any leaf of this place is open. */
    private boolean add(Node place) {
        int before = leaves.size();
        place.leaves(gather);
        return leaves.size() > before;
    }

    /** In the order of the source. */
    List<Leaf> leaves() {
        return leaves;
    }

    boolean mayHold(Two names) {
        return names.first() == Two.ANYWHERE || (has(names.first()) && (flat || has(names.both())));
    }

    private void mark(int bit) {
        filter[bit / Long.SIZE] |= 1L << bit;
    }

    private boolean has(int bit) {
        return (filter[bit / Long.SIZE] & (1L << bit)) != 0;
    }

    private static int bit(String first, String second) {
        int mixed = (first.hashCode() * 31 + second.hashCode()) * 0x9E3779B9;
        return mixed >>> 23;
    }
}
