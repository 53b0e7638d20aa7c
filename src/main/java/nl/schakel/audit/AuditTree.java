package nl.schakel.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/**
 * Gives committed leaves their places in the tree, in the order of their numbers as far as they are committed. Leaves commit
 * out of order, so what was looked at last is remembered as the oldest transaction that was still running then, never
 * as the highest number seen. Several processes may try: the head's row lets one at a time.
 */
final class AuditTree {
    /** Leaves of one transaction. */
    static final int BATCH = 2_000;
    /** Every eighth level is kept. */
    static final int LEVELS = 8;

    private static final String HEAD = "select size, roots, horizon from schakel.audit_head for update";
    private static final String RUNNING = """
            select pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint
            from pg_current_snapshot() as now""";
    private static final String UNPLACED = """
            with late as materialized (select id, leaf from schakel.audit_leaf where tx >= ? and tx < ?)
            select l.id, l.leaf from late l
            where not exists (select 1 from schakel.audit_position p where p.leaf_id = l.id)
            order by l.id limit ?""";
    private static final String PLACE = """
            insert into schakel.audit_position (position, leaf_id, leaf)
            select * from unnest(?::bigint[], ?::bigint[], ?::bytea[])""";
    private static final String KEEP =
            "insert into schakel.audit_node (level, index, hash) select * from unnest(?::int[], ?::bigint[], ?::bytea[])";
    private static final String GROW = "update schakel.audit_head set size = ?, roots = ?::bytea[], horizon = ?";

    private final DataSource source;

    AuditTree(DataSource source) {
        this.source = source;
    }

    /** Places what is committed and has no place, up to {@link #BATCH}; called by one thread. */
    int grow() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int placed = grow(connection);
                connection.commit();
                return placed;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private int grow(Connection connection) throws SQLException {
        Head head = head(connection, HEAD);
        Frontier tree = head.tree();
        // Asked before the leaves: what commits in between is looked at again.
        Running running = running(connection);
        boolean known = running.knows(head.horizon());
        Batch batch = new Batch();
        try (PreparedStatement unplaced = connection.prepareStatement(UNPLACED)) {
            unplaced.setLong(1, known ? head.horizon() : 0);
            unplaced.setLong(2, known ? running.next() : Long.MAX_VALUE);
            unplaced.setInt(3, BATCH);
            try (ResultSet row = unplaced.executeQuery()) {
                while (row.next()) {
                    batch.add(tree, row.getLong(1), row.getBytes(2));
                }
            }
        }
        if (!batch.leaves.isEmpty() || !known) {
            batch.write(connection);
            long horizon = batch.leaves.size() < BATCH ? running.oldest() : head.horizon();
            write(connection, GROW, tree.size(), bytes(connection, tree.roots()), horizon);
        }
        return batch.leaves.size();
    }

    /** The tree as it stands. */
    Frontier head() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return head(connection, HEAD.replace(" for update", "")).tree();
        }
    }

    private static Head head(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            Array roots = row.getArray(2);
            return new Head(new Frontier(row.getLong(1), Arrays.asList((byte[][]) roots.getArray())), row.getLong(3));
        }
    }

    private static Running running(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RUNNING);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Running(row.getLong(1), row.getLong(2));
        }
    }

    private static void write(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private static Array bytes(Connection connection, List<byte[]> hashes) throws SQLException {
        return connection.createArrayOf("bytea", hashes.toArray(byte[][]::new));
    }

    /** @param horizon every leaf of an older transaction has its place */
    private record Head(Frontier tree, long horizon) {}

    /** The oldest transaction that still runs, and the next one that will begin. */
    private record Running(long oldest, long next) {
        /** A database that was restored elsewhere counts its transactions anew: then all leaves are looked at once. */
        boolean knows(long horizon) {
            return horizon <= oldest;
        }
    }

    /** What one transaction adds, in columns. */
    private static final class Batch {
        private final List<Long> positions = new ArrayList<>();
        private final List<Long> ids = new ArrayList<>();
        private final List<byte[]> leaves = new ArrayList<>();
        private final List<Integer> levels = new ArrayList<>();
        private final List<Long> indexes = new ArrayList<>();
        private final List<byte[]> hashes = new ArrayList<>();

        void add(Frontier tree, long id, byte[] leaf) {
            positions.add(tree.size());
            ids.add(id);
            leaves.add(leaf);
            tree.append(TreeHash.leaf(leaf), this::completed);
        }

        private void completed(int level, long index, byte[] hash) {
            if (level > 0 && level % LEVELS == 0) {
                levels.add(level);
                indexes.add(index);
                hashes.add(hash);
            }
        }

        void write(Connection connection) throws SQLException {
            AuditTree.write(
                    connection,
                    PLACE,
                    connection.createArrayOf("bigint", positions.toArray()),
                    connection.createArrayOf("bigint", ids.toArray()),
                    bytes(connection, leaves));
            if (!hashes.isEmpty()) {
                AuditTree.write(
                        connection,
                        KEEP,
                        connection.createArrayOf("int", levels.toArray()),
                        connection.createArrayOf("bigint", indexes.toArray()),
                        bytes(connection, hashes));
            }
        }
    }
}
