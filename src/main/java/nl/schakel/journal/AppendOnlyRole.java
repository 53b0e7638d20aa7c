package nl.schakel.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role the gateway works in. To the audit log and to receipts it can add; it can change or remove nothing in them, whatever
 * a defect or an injected statement tries. The owner of the tables migrates them and can do what owners can.
 */
final class AppendOnlyRole {
    static final String NAME = "schakel_app";
    /** For each connection, before its first use. */
    static final String ENTER = "set role " + NAME;

    private static final Logger LOG = LoggerFactory.getLogger(AppendOnlyRole.class);

    private static final String CREATE = """
            do $$
            begin
                create role schakel_app nologin;
            exception when duplicate_object or unique_violation then
                null;
            end
            $$""";

    /** At every start, so that what later versions add is covered. The last words take back what must only grow. */
    private static final List<String> GRANTS = List.of(
            "grant usage on schema schakel to schakel_app",
            "grant select, insert, update, delete on all tables in schema schakel to schakel_app",
            "grant usage, select on all sequences in schema schakel to schakel_app",
            "revoke insert, update, delete on schakel.flyway_schema_history from schakel_app",
            "revoke update, delete, truncate on schakel.audit_leaf, schakel.audit_record, schakel.audit_position,"
                    + " schakel.audit_node, schakel.audit_checkpoint, schakel.audit_timestamp, schakel.receipt"
                    + " from schakel_app",
            "revoke insert, delete, truncate on schakel.audit_head, schakel.receipt_head from schakel_app");

    private AppendOnlyRole() {}

    /**
     * Makes the role where it may be made, and says what it can do.
     *
     * @param user who will work in it, when that is not the owner
     * @return whether there is such a role
     */
    static boolean prepare(DataSource owner, Optional<String> user) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement)) {
                statement.execute(CREATE);
            }
            for (String grant : GRANTS) {
                statement.execute(grant);
            }
            String member = user.map(name -> statementQuoted(name)).orElse("current_user");
            statement.execute("grant " + NAME + " to " + member);
            return true;
        } catch (SQLException refused) {
            // A database of somebody else, whose owner may make no roles: the triggers still guard the log.
            LOG.warn(
                    "no role {} ({}): the audit log is guarded by triggers alone; docs/how-to/guard-the-audit-log.md",
                    NAME,
                    refused.getSQLState());
            return false;
        }
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select 1 from pg_roles where rolname = '" + NAME + "'")) {
            return row.next();
        }
    }

    private static String statementQuoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
