package nl.schakel.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Appends leaves inside the transaction of whom it serves: without a leaf nothing commits. */
public final class AuditLog {
    /**
     * Appends one leaf from within a statement: event, actor, object, place, outcome, reason, all text. For statements
     * that must write the leaf only when they changed something.
     */
    public static final String APPEND = "schakel.audit_append";

    private static final String APPEND_ALL = "select " + APPEND
            + "(e, a, o, p, u, r) from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])"
            + " as entry(e, a, o, p, u, r)";

    private AuditLog() {}

    /** Appends these events, in this order, in one round trip. */
    public static void append(Connection connection, List<AuditEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(APPEND_ALL)) {
            column(statement, 1, events, AuditEvent::event);
            column(statement, 2, events, e -> e.actor().orElse(""));
            column(statement, 3, events, e -> e.object().orElse(""));
            column(statement, 4, events, AuditEvent::place);
            column(statement, 5, events, AuditEvent::outcome);
            column(statement, 6, events, AuditEvent::reason);
            statement.execute();
        }
    }

    private static void column(
            PreparedStatement statement, int at, List<AuditEvent> events, Function<AuditEvent, String> field)
            throws SQLException {
        Object[] values = events.stream().map(field).toArray();
        statement.setArray(at, statement.getConnection().createArrayOf("text", values));
    }
}
