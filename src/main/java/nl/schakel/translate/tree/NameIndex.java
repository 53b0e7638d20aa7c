package nl.schakel.translate.tree;

import java.util.Arrays;
import java.util.List;

/**
 * Where the kids of each name stand in a branch that has many: a mapping asks for some forty fields by name. Kids whose
 * names fall into one bucket are chained in their order, so names made to collide make it as slow as a search, not slower.
 */
final class NameIndex {
    static final int NONE = -1;

    private final List<Node> kids;
    private final int[] buckets;
    private final int[] chain;

    NameIndex(List<Node> kids) {
        this.kids = kids;
        buckets = new int[Integer.highestOneBit(kids.size()) * 2];
        chain = new int[kids.size()];
        Arrays.fill(buckets, NONE);
        for (int i = kids.size() - 1; i >= 0; i--) {
            int bucket = bucket(kids.get(i).name());
            chain[i] = buckets[bucket];
            buckets[bucket] = i;
        }
    }

    private int bucket(String name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 16)) & (buckets.length - 1);
    }

    /** @param after the place of another kid of this name, or {@link #NONE} */
    int next(String name, int after) {
        int at = after == NONE ? buckets[bucket(name)] : chain[after];
        while (at != NONE && !kids.get(at).name().equals(name)) {
            at = chain[at];
        }
        return at;
    }
}
