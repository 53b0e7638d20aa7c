package nl.schakel.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.TimeStamps;

/**
 * Reads the whole log again: every record against its leaf, every leaf against its place, every place against the kept nodes,
 * and the tree against every signed checkpoint. One alteration is found at its own place; who also repaired leaf,
 * place and nodes is found by the first checkpoint that no longer fits.
 */
public final class AuditExam {
    /** More findings than this tell nothing new. */
    static final int MOST = 100;

    /** A leaf may wait this long for its place: far longer than the tree needs to take it up. */
    private static final String PATIENCE = "interval '5 minutes'";

    private static final String PLACES = """
            select p.position, p.leaf_id, p.leaf as placed, l.leaf, r.salt, r.fields
            from schakel.audit_position p
            left join schakel.audit_leaf l on l.id = p.leaf_id
            left join schakel.audit_record r on r.leaf_id = p.leaf_id
            order by p.position""";
    private static final String NODES = "select level, index, hash from schakel.audit_node";
    private static final String CHECKPOINTS =
            "select c.size, c.root, c.at, c.signed, t.token from schakel.audit_checkpoint c"
                    + " left join schakel.audit_timestamp t on t.size = c.size order by c.size";
    private static final String LOST = "select id from schakel.audit_leaf l where at < clock_timestamp() - " + PATIENCE
            + " and not exists (select 1 from schakel.audit_position p where p.leaf_id = l.id) order by id limit "
            + MOST;

    private final DataSource source;
    private final SealVerifier verifier;
    private final TimeStamps stamps;
    private final String oin;

    /** @param oin ours: a partner's good seal is no checkpoint */
    AuditExam(DataSource source, SealVerifier verifier, TimeStamps stamps, String oin) {
        this.source = source;
        this.verifier = verifier;
        this.stamps = stamps;
        this.oin = oin;
    }

    /**
     * What does not fit.
     *
     * @param first position of the first leaf that it is about, from 0; -1 for a leaf without a place
     * @param last position of the last one
     * @param what in words without personal data
     */
    public record Finding(long first, long last, String what) {}

    /**
     * @param size leaves in the tree
     * @param erased leaves whose record was erased: they prove that something was there, no longer what
     * @param checkpoints signed words that were checked
     * @param stamped how many of them bear a time-stamp
     * @param findings at most {@value #MOST}, in the order of the log; none when it is whole
     */
    public record Report(long size, long erased, int checkpoints, int stamped, List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }
    }

    /** The log may grow meanwhile: it is read as it stood at one moment. */
    public Report examine() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            // One moment for all questions, and rows in portions.
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return new Walk(connection).report();
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        }
    }

    private final class Walk {
        private static final int PORTION = 5_000;

        private final Connection connection;
        private final List<Finding> findings = new ArrayList<>();
        private final Frontier tree = new Frontier();
        private final Map<Node, byte[]> kept = new HashMap<>();
        private final List<Checkpoint> checkpoints = new ArrayList<>();
        private int checked;
        private int stamped;
        private long signedUpTo;
        private long erased;

        private Walk(Connection connection) {
            this.connection = connection;
        }

        private record Node(int level, long index) {}

        Report report() throws SQLException {
            ask(NODES, row -> kept.put(new Node(row.getInt(1), row.getLong(2)), row.getBytes(3)));
            ask(CHECKPOINTS, row -> {
                checkpoints.add(Checkpoints.read(row));
                stamped(checkpoints.get(checkpoints.size() - 1), Optional.ofNullable(row.getBytes("token")));
            });
            ask(PLACES, this::place);
            while (checked < checkpoints.size()) {
                Checkpoint next = checkpoints.get(checked++);
                found(tree.size(), next.size() - 1, "was signed as part of the log at " + next.at() + " and is gone");
            }
            ask(LOST, row -> found(-1, -1, "leaf " + row.getLong(1) + " was written and has no place"));
            return new Report(tree.size(), erased, checkpoints.size(), stamped, findings);
        }

        private void stamped(Checkpoint checkpoint, Optional<byte[]> token) {
            if (token.isPresent()) {
                stamped++;
                if (stamps.verify(token.get(), Stamps.data(checkpoint)).isEmpty()) {
                    found(
                            -1,
                            -1,
                            "the time-stamp over the checkpoint of " + checkpoint.at()
                                    + " is not one that is believed here");
                }
            }
        }

        private void place(ResultSet row) throws SQLException {
            long position = row.getLong("position");
            if (position != tree.size()) {
                found(tree.size(), position - 1, "is missing");
                // The tree goes on as if nothing had stood there; one finding for the rest is enough.
                kept.clear();
                checked = checkpoints.size();
            }
            long id = row.getLong("leaf_id");
            byte[] placed = row.getBytes("placed");
            leaf(position, id, placed, Optional.ofNullable(row.getBytes("leaf")));
            record(position, placed, row);
            tree.append(TreeHash.leaf(placed), this::completed);
            while (checked < checkpoints.size() && checkpoints.get(checked).size() == tree.size()) {
                signed(checkpoints.get(checked++));
            }
        }

        private void leaf(long position, long id, byte[] placed, Optional<byte[]> leaf) {
            if (leaf.isEmpty()) {
                found(position, position, "leaf " + id + " was removed");
            } else if (!Arrays.equals(leaf.get(), placed)) {
                found(position, position, "leaf " + id + " is not the one that was placed here");
            }
        }

        private void record(long position, byte[] placed, ResultSet row) throws SQLException {
            byte[] salt = row.getBytes("salt");
            String fields = row.getString("fields");
            if (salt == null || fields == null) {
                erased++;
            } else if (!Arrays.equals(
                    TreeHash.sha256(salt, fields.getBytes(java.nio.charset.StandardCharsets.UTF_8)), placed)) {
                found(position, position, "the record was altered: it is not what the leaf commits to");
            }
        }

        private void completed(int level, long index, byte[] hash) {
            if (level == 0 || level % AuditTree.LEVELS != 0) {
                return;
            }
            byte[] before = kept.get(new Node(level, index));
            if (before != null && !Arrays.equals(before, hash)) {
                found(index << level, ((index + 1) << level) - 1, "leaves were altered or changed places");
            }
        }

        private void signed(Checkpoint checkpoint) {
            byte[] payload = checkpoint.payload();
            boolean ours = verifier.verify(payload, checkpoint.signed(), Checkpoint.TYPE, checkpoint.at())
                    .fold(good -> good.signer().oin().equals(oin), bad -> false);
            if (!ours) {
                found(
                        signedUpTo,
                        checkpoint.size() - 1,
                        "the checkpoint of " + checkpoint.at() + " is not well signed");
            } else if (!Arrays.equals(tree.root(), checkpoint.root())) {
                found(
                        signedUpTo,
                        checkpoint.size() - 1,
                        "is not what was signed at " + checkpoint.at() + ": leaves were altered or changed places");
                // Every later root is another one too, and would say nothing new.
                checked = checkpoints.size();
            }
            signedUpTo = checkpoint.size();
        }

        private void found(long first, long last, String what) {
            if (findings.size() < MOST) {
                findings.add(new Finding(first, last, what));
            }
        }

        private void ask(String sql, Row each) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(PORTION);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        each.take(row);
                    }
                }
            }
        }
    }

    @FunctionalInterface
    private interface Row {
        void take(ResultSet row) throws SQLException;
    }
}
