package nl.schakel.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a tree is needed to go on with it: the root of each complete subtree that is no part of a larger one, the
 * largest first. A tree of n leaves has as many of them as n has ones in binary.
 */
final class Frontier {
    private final List<byte[]> roots;
    private long size;

    /** Takes a node that became complete. */
    @FunctionalInterface
    interface Completed {
        /**
         * @param level 0 for leaves
         * @param index from 0, from the left
         */
        void node(int level, long index, byte[] hash);
    }

    Frontier() {
        this(0, List.of());
    }

    /** @throws IllegalArgumentException when these are not the roots of a tree of this size */
    Frontier(long size, List<byte[]> roots) {
        if (size < 0 || Long.bitCount(size) != roots.size()) {
            throw new IllegalArgumentException("A tree of " + size + " leaves has " + Long.bitCount(size) + " roots");
        }
        this.size = size;
        this.roots = new ArrayList<>(roots);
    }

    /** Adds the leaf hash of the next position; every node that becomes complete by it is told, the leaf first. */
    void append(byte[] leafHash, Completed completed) {
        byte[] hash = leafHash;
        long index = size;
        completed.node(0, index, hash);
        int level = 0;
        while ((index & 1) == 1) {
            hash = TreeHash.node(roots.remove(roots.size() - 1), hash);
            index >>= 1;
            level++;
            completed.node(level, index, hash);
        }
        roots.add(hash);
        size++;
    }

    long size() {
        return size;
    }

    List<byte[]> roots() {
        return List.copyOf(roots);
    }

    /** The Merkle tree hash of all leaves. */
    byte[] root() {
        if (roots.isEmpty()) {
            return TreeHash.sha256();
        }
        byte[] hash = roots.get(roots.size() - 1);
        for (int i = roots.size() - 2; i >= 0; i--) {
            hash = TreeHash.node(roots.get(i), hash);
        }
        return hash;
    }
}
