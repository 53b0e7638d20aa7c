package nl.schakel.audit;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import nl.schakel.seal.TimeStamps.Stamp;

/** Time-stamps beside the checkpoints they are over. */
final class Stamps {
    private static final String UNSTAMPED = """
            select c.size, c.root, c.at, c.signed from schakel.audit_checkpoint c
            where c.size = (select max(size) from schakel.audit_checkpoint)
                and not exists (select 1 from schakel.audit_timestamp t where t.size = c.size)""";
    private static final String ADD =
            "insert into schakel.audit_timestamp (size, token, stamped_at) values (?, ?, ?) on conflict do nothing";

    private final DataSource source;

    Stamps(DataSource source) {
        this.source = source;
    }

    /** What is stamped: the signed word as it stands. */
    static byte[] data(Checkpoint checkpoint) {
        return checkpoint.signed().getBytes(StandardCharsets.US_ASCII);
    }

    /** The newest checkpoint, when nobody stamped it yet; it speaks for all before it, which need no stamp then. */
    Optional<Checkpoint> unstamped() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement ask = connection.prepareStatement(UNSTAMPED);
                ResultSet row = ask.executeQuery()) {
            return row.next() ? Optional.of(Checkpoints.read(row)) : Optional.empty();
        }
    }

    void add(Checkpoint checkpoint, Stamp stamp) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setLong(1, checkpoint.size());
            add.setBytes(2, stamp.token());
            add.setObject(3, stamp.at().atOffset(ZoneOffset.UTC));
            add.execute();
        }
    }
}
