package nl.schakel.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import nl.schakel.seal.Sealer;

/** Signed words about the tree: so many leaves had this root at that time. Made after a minute or 10,000 leaves, when it grew. */
final class Checkpoints {
    static final long LEAVES = 10_000;

    private static final String LAST =
            "select size, root, at, signed from schakel.audit_checkpoint order by size desc limit 1";
    private static final String ADD = """
            insert into schakel.audit_checkpoint (size, root, at, signed) values (?, ?, ?, ?)
            on conflict (size) do nothing""";

    private final DataSource source;
    private final Sealer sealer;
    private final Clock clock;
    private final Duration every;

    /** @param every how long a checkpoint of a log that grew is awaited; in whole seconds */
    Checkpoints(DataSource source, Sealer sealer, Clock clock, Duration every) {
        this.source = source;
        this.sealer = sealer;
        this.clock = clock;
        this.every = every;
    }

    /** Signs the tree as it stands when it is time to; says what it signed. */
    Optional<Checkpoint> sign(Frontier tree) throws SQLException {
        Optional<Checkpoint> last = last();
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        long grown = tree.size() - last.map(Checkpoint::size).orElse(0L);
        boolean rested = last.map(l -> !now.isBefore(l.at().plus(every))).orElse(true);
        if (grown <= 0 || (!rested && grown < LEAVES)) {
            return Optional.empty();
        }
        byte[] root = tree.root();
        Checkpoint checkpoint = new Checkpoint(
                tree.size(),
                root,
                now,
                sealer.seal(Checkpoint.payload(tree.size(), root, now), Checkpoint.TYPE, "application/json"));
        write(checkpoint);
        return Optional.of(checkpoint);
    }

    Optional<Checkpoint> last() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(LAST);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(read(row)) : Optional.empty();
        }
    }

    static Checkpoint read(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getLong("size"),
                row.getBytes("root"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("signed"));
    }

    private void write(Checkpoint checkpoint) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setLong(1, checkpoint.size());
            statement.setBytes(2, checkpoint.root());
            statement.setObject(3, checkpoint.at().atOffset(ZoneOffset.UTC));
            statement.setString(4, checkpoint.signed());
            statement.execute();
        }
    }
}
