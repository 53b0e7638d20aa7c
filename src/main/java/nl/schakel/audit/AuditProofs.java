package nl.schakel.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What can be proven of the log: places of leaves, and that it only grew. Safe for use by many threads. */
public final class AuditProofs {
    private static final String CHECKPOINTS = "select size, root, at, signed from schakel.audit_checkpoint ";
    private static final String LEAVES = """
            select p.position, p.leaf_id, p.leaf, r.salt, r.fields from schakel.audit_position p
            join schakel.audit_record r on r.leaf_id = p.leaf_id
            where p.position = any(?) order by p.position""";

    private static final String ABOUT = """
            select p.position, p.leaf_id, p.leaf, r.salt, r.fields from schakel.audit_record r
            join schakel.audit_position p on p.leaf_id = r.leaf_id
            where r.fields like ? order by p.position""";

    private final DataSource source;

    public AuditProofs(DataSource source) {
        this.source = source;
    }

    /**
     * A leaf at its place, with what it commits to.
     *
     * @param leaf SHA-256 over salt and fields
     */
    public record Placed(long position, long id, byte[] leaf, byte[] salt, String fields) {}

    /** Makes inclusion paths within one tree; for one task of one thread. */
    @FunctionalInterface
    public interface Paths {
        /** The hashes beside the way from this leaf up to the root of the first {@code size} leaves, from below. */
        List<byte[]> of(long position, long size);
    }

    public Paths paths() {
        TreeView view = new TreeView(source);
        return (position, size) -> Proofs.inclusion(view, position, size);
    }

    /** That the first {@code smaller} leaves are still the first ones of the tree of {@code larger}. */
    public List<byte[]> consistency(long smaller, long larger) {
        return Proofs.consistency(new TreeView(source), smaller, larger);
    }

    /** The newest checkpoint. */
    public Optional<Checkpoint> last() throws SQLException {
        return checkpoint("order by size desc limit 1", List.of());
    }

    /** The first checkpoint that speaks of this leaf. */
    public Optional<Checkpoint> firstOver(long position) throws SQLException {
        return checkpoint("where size > ? order by size limit 1", List.of(position));
    }

    public Optional<Checkpoint> ofSize(long size) throws SQLException {
        return checkpoint("where size = ?", List.of(size));
    }

    /** The first checkpoint with a time-stamp that speaks of this leaf. */
    public Optional<Checkpoint> firstStampedOver(long position) throws SQLException {
        return checkpoint(
                "c where size > ? and exists (select 1 from schakel.audit_timestamp t where t.size = c.size)"
                        + " order by size limit 1",
                List.of(position));
    }

    /** The time-stamp over the checkpoint of this size. */
    public Optional<byte[]> stamp(long size) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement ask =
                        connection.prepareStatement("select token from schakel.audit_timestamp where size = ?")) {
            ask.setLong(1, size);
            try (ResultSet row = ask.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    /**
     * The placed leaves about this object, in their order. There is no index for it, because every leaf would pay for a
     * question that is rare: it reads the log.
     *
     * @param object a referral's reference
     */
    public List<Placed> about(String object) throws SQLException {
        return placed(ABOUT, "%\"object\" : \"" + object + "\"%");
    }

    /** Those of these leaves whose record was not erased. */
    public List<Placed> leaves(List<Long> positions) throws SQLException {
        return placed(LEAVES, positions.toArray(Long[]::new));
    }

    private List<Placed> placed(String sql, Object value) throws SQLException {
        List<Placed> found = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            if (value instanceof Long[] positions) {
                ask.setArray(1, connection.createArrayOf("bigint", positions));
            } else {
                ask.setObject(1, value);
            }
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    found.add(new Placed(
                            row.getLong(1), row.getLong(2), row.getBytes(3), row.getBytes(4), row.getString(5)));
                }
            }
        }
        return found;
    }

    private Optional<Checkpoint> checkpoint(String which, List<Long> values) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement ask = connection.prepareStatement(CHECKPOINTS + which)) {
            for (int i = 0; i < values.size(); i++) {
                ask.setLong(i + 1, values.get(i));
            }
            try (ResultSet row = ask.executeQuery()) {
                return row.next() ? Optional.of(Checkpoints.read(row)) : Optional.empty();
            }
        }
    }
}
