package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads a work item with the bytes stored for it. */
final class WorkRow {
    private WorkRow() {}

    static WorkItem read(ResultSet row) throws SQLException {
        return new WorkItem(
                row.getObject("id", UUID.class),
                WorkItem.Kind.valueOf(row.getString("kind")),
                Sql.maybeReference(row),
                row.getObject("inbox_id", UUID.class),
                Sql.maybePartner(row, "destination"),
                row.getString("subject"),
                row.getInt("attempts"),
                row.getLong("fence"),
                outgoing(row));
    }

    private static Optional<Outgoing> outgoing(ResultSet row) throws SQLException {
        Optional<String> messageId = Sql.maybeText(row, "message_id");
        if (messageId.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Outgoing(
                messageId.get(),
                row.getString("channel"),
                row.getString("media_type"),
                row.getBytes("bytes"),
                Sql.maybeText(row, "jws")));
    }

    /** Beside {@link WorkSql#WAITS_FOR}: a time that something else stands in the way of would be a promise. */
    static Optional<Instant> nextAt(ResultSet row) throws SQLException {
        boolean isStopped = row.getBoolean("paused") || row.getObject("waits_for", UUID.class) != null;
        return isStopped ? Optional.empty() : Sql.maybeInstant(row, "next_at");
    }
}
