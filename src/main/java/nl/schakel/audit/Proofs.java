package nl.schakel.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Inclusion and consistency (RFC 9162 sections 2.1.3 and 2.1.4), made from any source of complete subtrees and checked without it. */
public final class Proofs {
    private Proofs() {}

    /** Complete subtrees of the tree. */
    @FunctionalInterface
    interface Nodes {
        /** The hash of the subtree of {@code 2^level} leaves that begins at leaf {@code index * 2^level}. */
        byte[] at(int level, long index);
    }

    /** The root of the first {@code size} leaves. */
    static byte[] root(Nodes nodes, long size) {
        return size == 0 ? TreeHash.sha256() : hash(nodes, 0, size);
    }

    /** The hashes beside the way from a leaf to the root of the first {@code size} leaves, from below. */
    static List<byte[]> inclusion(Nodes nodes, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("No leaf " + index + " in a tree of " + size);
        }
        List<byte[]> path = new ArrayList<>();
        long first = 0;
        long last = size;
        while (last - first > 1) {
            long split = first + half(last - first);
            if (index < split) {
                path.add(0, hash(nodes, split, last));
                last = split;
            } else {
                path.add(0, hash(nodes, first, split));
                first = split;
            }
        }
        return path;
    }

    /** That the first {@code smaller} leaves of a tree of {@code larger} are those of the smaller tree. */
    static List<byte[]> consistency(Nodes nodes, long smaller, long larger) {
        if (smaller < 1 || smaller > larger) {
            throw new IllegalArgumentException("No way from " + smaller + " to " + larger + " leaves");
        }
        List<byte[]> path = new ArrayList<>();
        consistency(nodes, smaller, 0, larger, true, path);
        return path;
    }

    private static void consistency(
            Nodes nodes, long smaller, long first, long last, boolean whole, List<byte[]> path) {
        if (smaller == last - first) {
            if (!whole) {
                path.add(hash(nodes, first, last));
            }
            return;
        }
        long half = half(last - first);
        if (smaller <= half) {
            consistency(nodes, smaller, first, first + half, whole, path);
            path.add(hash(nodes, first + half, last));
        } else {
            consistency(nodes, smaller - half, first + half, last, false, path);
            path.add(hash(nodes, first, first + half));
        }
    }

    /** Whether this leaf hash stands at this place of a tree with this root. */
    public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] beside : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.node(beside, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = TreeHash.node(hash, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /** Whether the larger tree begins with the smaller one. */
    public static boolean consistent(
            long smaller, byte[] smallerRoot, long larger, byte[] largerRoot, List<byte[]> path) {
        if (smaller < 1 || smaller > larger) {
            return false;
        }
        if (smaller == larger) {
            return path.isEmpty() && Arrays.equals(smallerRoot, largerRoot);
        }
        List<byte[]> left = new ArrayList<>(path);
        if (Long.bitCount(smaller) == 1) {
            left.add(0, smallerRoot);
        }
        if (left.isEmpty()) {
            return false;
        }
        long node = smaller - 1;
        long last = larger - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        byte[] before = left.get(0);
        byte[] after = left.get(0);
        for (byte[] beside : left.subList(1, left.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                before = TreeHash.node(beside, before);
                after = TreeHash.node(beside, after);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                after = TreeHash.node(after, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(before, smallerRoot) && Arrays.equals(after, largerRoot);
    }

    /** The tree hash of the leaves from {@code first} up to {@code last}; {@code first} is where a subtree begins. */
    private static byte[] hash(Nodes nodes, long first, long last) {
        long count = last - first;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return nodes.at(level, first >> level);
        }
        long split = first + half(count);
        return TreeHash.node(hash(nodes, first, split), hash(nodes, split, last));
    }

    /** The largest power of two that is smaller. */
    private static long half(long count) {
        return Long.highestOneBit(count - 1);
    }
}
