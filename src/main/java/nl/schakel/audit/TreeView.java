package nl.schakel.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Complete subtrees out of the database, in blocks of 256: leaves, or nodes of a level that is kept. Remembers what it read,
 * so one view is for one task.
 */
final class TreeView implements Proofs.Nodes {
    private static final int BLOCK = 1 << AuditTree.LEVELS;
    private static final String LEAVES =
            "select position, leaf from schakel.audit_position where position >= ? and position < ?";
    private static final String NODES =
            "select index, hash from schakel.audit_node where index >= ? and index < ? and level = ?";

    private final DataSource source;
    private final Map<Block, Map<Long, byte[]>> read = new HashMap<>();
    private final Map<Node, byte[]> made = new HashMap<>();

    TreeView(DataSource source) {
        this.source = source;
    }

    private record Block(int level, long number) {}

    private record Node(int level, long index) {}

    @Override
    public byte[] at(int level, long index) {
        return level % AuditTree.LEVELS == 0 ? kept(level, index) : made(new Node(level, index));
    }

    /** Many leaves of one task have most of their way in common. */
    private byte[] made(Node node) {
        byte[] known = made.get(node);
        if (known != null) {
            return known;
        }
        int below = node.level() - 1;
        byte[] hash = TreeHash.node(at(below, 2 * node.index()), at(below, 2 * node.index() + 1));
        made.put(node, hash);
        return hash;
    }

    private byte[] kept(int level, long index) {
        Block block = new Block(level, index >> AuditTree.LEVELS);
        return Optional.ofNullable(read.computeIfAbsent(block, this::block).get(index))
                .orElseThrow(() -> new IllegalStateException("The tree has no node " + index + " of level " + level));
    }

    private Map<Long, byte[]> block(Block block) {
        Map<Long, byte[]> hashes = new HashMap<>();
        long first = block.number() << AuditTree.LEVELS;
        try (Connection connection = source.getConnection();
                PreparedStatement ask = connection.prepareStatement(block.level() == 0 ? LEAVES : NODES)) {
            ask.setLong(1, first);
            ask.setLong(2, first + BLOCK);
            if (block.level() > 0) {
                ask.setInt(3, block.level());
            }
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    byte[] hash = row.getBytes(2);
                    hashes.put(row.getLong(1), block.level() == 0 ? TreeHash.leaf(hash) : hash);
                }
            }
        } catch (SQLException unavailable) {
            throw new UncheckedIOException(new IOException("The audit tree cannot be read", unavailable));
        }
        return hashes;
    }
}
