package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The real role on a real database: what it can do, and what nobody in it can. */
@Guards(Threat.T30)
class AppendOnlyRoleIT {
    private static final String NOT_ALLOWED = "42501";

    @TempDir
    static Path folder;

    private static final PGSimpleDataSource OWNER = new PGSimpleDataSource();
    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static Journal journal;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        OWNER.setURL(postgres.url());
        OWNER.setUser(postgres.user());
        OWNER.setPassword(postgres.password());
        assertThat(Journals.prepare(OWNER, Optional.empty())).isTrue();
        pool = Pool.of(postgres.url(), postgres.user(), postgres.password(), 4, Optional.of(AppendOnlyRole.ENTER));
        journal = Journals.over(pool, Samples.patient());
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit_leaf",
                "audit_record",
                "audit_position",
                "audit_node",
                "audit_checkpoint",
                "audit_timestamp",
                "receipt"
            })
    void addsAndNeverChangesNorRemoves(String table) throws SQLException {
        assertThat(can(pool, table, "select")).isTrue();
        assertThat(can(pool, table, "insert")).isTrue();
        for (String change : List.of(
                "update schakel." + table + " set " + column(table) + " = null",
                "delete from schakel." + table,
                "truncate schakel." + table,
                "drop table schakel." + table,
                "alter table schakel." + table + " disable trigger all")) {
            assertThatThrownBy(() -> execute(pool, change))
                    .as(change)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo(NOT_ALLOWED));
        }
    }

    @Test
    void cannotSwitchTheTriggersOff() {
        assertThatThrownBy(() -> execute(pool, "set session_replication_role = replica"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo(NOT_ALLOWED));
    }

    @Test
    void doesTheGatewaysWork() {
        var accepted = (Accepted.Committed) journal.accept(Samples.referral().toAccept());
        assertThat(accepted.reference()).isPresent();
        var ready = new java.util.ArrayList<java.util.UUID>();
        journal.relay(100, all -> all.forEach(one -> ready.add(one.id())));
        for (WorkItem item : journal.claim(ready)) {
            journal.prepare(item, Samples.routingTo(Samples.SHELTER));
        }
        assertThat(journal.trace(accepted.reference().orElseThrow())).isNotEmpty();
        assertThat(new LaterReceipts(pool).advance(1, milestone -> Optional.empty()))
                .isGreaterThanOrEqualTo(0);
    }

    @Test
    void nothingIsAcceptedWhenTheAuditLogCannotBeWritten() throws SQLException {
        for (String table : List.of("audit_leaf", "audit_record")) {
            long before = count("inbox");
            var message = Samples.referral();
            execute(OWNER, "revoke insert on schakel." + table + " from schakel_app");
            try {
                assertThatThrownBy(() -> journal.accept(message.toAccept())).isInstanceOf(JournalUnavailable.class);
                assertThat(count("inbox")).isEqualTo(before);
                assertThat(journal.earlier(
                                Samples.WARD, message.id(), message.toAccept().bytes()))
                        .isEmpty();
            } finally {
                execute(OWNER, "grant insert on schakel." + table + " to schakel_app");
            }
            assertThat(journal.accept(message.toAccept())).isInstanceOf(Accepted.Committed.class);
        }
    }

    @Test
    void nothingIsReleasedNorSettledWhenTheAuditLogCannotBeWritten() throws SQLException {
        journal.accept(Samples.referral().toAccept());
        var ready = new java.util.ArrayList<java.util.UUID>();
        journal.relay(100, all -> all.forEach(one -> ready.add(one.id())));
        WorkItem item = journal.claim(ready).get(0);
        execute(OWNER, "revoke insert on schakel.audit_leaf from schakel_app");
        try {
            assertThatThrownBy(() -> journal.prepare(item, Samples.handler((i, ledger) -> {
                        ledger.note("x", "release", Optional.empty(), "permitted", "");
                        return new Prepared.Send(Samples.outgoing(i, "bytes"));
                    })))
                    .isInstanceOf(JournalUnavailable.class);
            assertThat(count("outgoing where work_id = '" + item.id() + "'")).isZero();
            assertThatThrownBy(() -> journal.settle(item, Samples.delivered())).isInstanceOf(JournalUnavailable.class);
            assertThat(count("work where id = '" + item.id() + "' and state = 'DONE'"))
                    .isZero();
        } finally {
            execute(OWNER, "grant insert on schakel.audit_leaf to schakel_app");
        }
    }

    private static String column(String table) {
        return switch (table) {
            case "audit_leaf", "audit_position" -> "leaf";
            case "audit_record" -> "fields";
            case "audit_node" -> "hash";
            case "audit_checkpoint" -> "root";
            case "audit_timestamp" -> "token";
            default -> "stage";
        };
    }

    private static boolean can(DataSource source, String table, String right) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select has_table_privilege('schakel." + table + "', '" + right + "')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static long count(String table) throws SQLException {
        try (Connection connection = OWNER.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from schakel." + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
