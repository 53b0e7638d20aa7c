package nl.schakel.audit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import nl.schakel.seal.CheckpointWord;
import nl.schakel.seal.LatestCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the tree grow and signs checkpoints, for as long as the gateway runs. When the database cannot, it waits and tries again:
 * leaves are written by those whose work they prove, and wait for their places.
 */
final class Notary implements LatestCheckpoint, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notary.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AuditTree tree;
    private final Checkpoints checkpoints;
    private final Continuity continuity;
    private final Rounds rounds;
    private volatile Optional<Checkpoint> latest = Optional.empty();
    private boolean troubled;

    Notary(AuditTree tree, Checkpoints checkpoints, Continuity continuity) {
        this.tree = tree;
        this.checkpoints = checkpoints;
        this.continuity = continuity;
        this.rounds = new Rounds("audit-notary", () -> step() < AuditTree.BATCH ? PAUSE : Duration.ZERO);
    }

    /** Signs nothing over a log that lost what was signed: two words about one size would contradict each other. */
    void start() {
        if (continuity.broken().isEmpty()) {
            rounds.start();
        }
    }

    private int step() {
        try {
            int placed = tree.grow();
            checkpoints
                    .sign(tree.head())
                    .ifPresent(signed -> LOG.debug("audit checkpoint size={} at={}", signed.size(), signed.at()));
            // Another process may have signed it.
            Optional<Checkpoint> newest = checkpoints.last();
            if (!newest.map(Checkpoint::size).equals(latest.map(Checkpoint::size))) {
                newest.ifPresent(continuity::keep);
            }
            latest = newest;
            said(false);
            return placed;
        } catch (SQLException unavailable) {
            said(true);
            return 0;
        }
    }

    @Override
    public Optional<CheckpointWord> latest() {
        return latest.map(c -> new CheckpointWord(c.size(), c.root(), c.at(), c.signed()));
    }

    /** One line when a trouble begins and one when it ends. */
    private void said(boolean trouble) {
        if (trouble != troubled) {
            troubled = trouble;
            LOG.warn(trouble ? "audit tree cannot grow: the database does not answer" : "audit tree grows again");
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
