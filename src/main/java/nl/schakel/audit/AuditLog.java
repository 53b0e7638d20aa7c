package nl.schakel.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Appends leaves inside the transaction of whom it serves: without a leaf nothing commits. The leaf is made by the
 * database, for its time is part of the commitment and must be the database's.
 */
public final class AuditLog {
    private static final String PARTS = """
            audit_entry as materialized (
                select nextval('schakel.audit_ordinal') as id, clock_timestamp() as at,
                    uuid_send(gen_random_uuid()) as salt, e.*
                from (%s) e(event, actor, object, place, outcome, reason)
            ), audit_worded as materialized (
                select id, at, salt, json_build_object('v', 1, 'id', id,
                    'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'event', event,
                    'actor', actor, 'object', object, 'place', place, 'outcome', outcome, 'reason', reason)::text
                    as fields
                from audit_entry
            ), audit_leaves as (
                insert into schakel.audit_leaf (id, at, leaf)
                select id, at, sha256(salt || convert_to(fields, 'UTF8')) from audit_worded
            ), audit_records as (
                insert into schakel.audit_record (leaf_id, salt, fields) select id, salt, fields from audit_worded
            )""";
    private static final String APPEND = "with "
            + leavesOf("select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])")
            + " select 1";

    private AuditLog() {}

    /**
     * The parts of a {@code with} that append one leaf per row of a query, for statements that must write leaves only
     * when they changed something.
     *
     * @param query gives event, actor, object, place, outcome and reason as text, in the order of the leaves
     */
    public static String leavesOf(String query) {
        return PARTS.formatted(query);
    }

    /** Appends these events, in this order, in one round trip. */
    public static void append(Connection connection, List<AuditEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
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
