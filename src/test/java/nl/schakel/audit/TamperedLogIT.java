package nl.schakel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.TimeStampAuthority;
import nl.schakel.seal.TimeStamps;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.StampTrust;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Whoever owns the database turns one bit of one row, takes a row away or lets two change places: each time the exam finds it,
 * which is the one of {@code audit verify}. It reads inside the transaction of the tamper and ends it as it always ends its own,
 * so that the log is whole again. {@code -Dschakel.tampers=10000} is the long form.
 */
@Guards(Threat.T30)
class TamperedLogIT {
    private static final int TAMPERS = Integer.getInteger("schakel.tampers", 200);
    private static final int LEAVES = 300;
    private static final String OIN = "00000099000000000000";
    /** {@code -Dschakel.seed=N} for other tampers. */
    private static final long SEED = Long.getLong("schakel.seed", 30);

    @TempDir
    static Path folder;

    private static LogDatabase database;
    private static AuditExam exam;
    private static AuditExam examOfTheTampered;
    private static Connection owner;

    @BeforeAll
    static void start() throws Exception {
        database = LogDatabase.in(folder);
        CertificateAuthority authority = CertificateAuthority.createAt(folder.resolve("pki"), Clock.systemUTC());
        TimeStamps stamps = new TimeStamps(new StampTrust(List.of(authority.root())));
        AuditTree tree = database.grown(LEAVES);
        Sealer sealer = new Sealer(authority.issue(new Subject("schakel", OIN), Usage.SEAL), Clock.systemUTC());
        Checkpoint checkpoint = new Checkpoints(database.source(), sealer, Clock.systemUTC(), Duration.ofSeconds(1))
                .sign(tree.head())
                .orElseThrow();
        TimeStamps.Question question = TimeStamps.ask(Stamps.data(checkpoint));
        byte[] reply = new TimeStampAuthority(
                        authority.issue(new Subject("tsa", "00000099000000099000"), Usage.STAMP), Clock.systemUTC())
                .answer(question.der())
                .orElseThrow();
        new Stamps(database.source())
                .add(checkpoint, stamps.answer(question, reply).orElseThrow());
        owner = database.source().getConnection();
        owner.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        owner.setAutoCommit(false);
        SealVerifier verifier = new SealVerifier(TrustAnchors.of(List.of(authority.root()), Clock.systemUTC()));
        exam = new AuditExam(database.source(), verifier, stamps, OIN);
        examOfTheTampered = new AuditExam(new OneConnection(owner), verifier, stamps, OIN);
    }

    @AfterAll
    static void stop() throws SQLException {
        owner.close();
        database.close();
    }

    @Test
    void findsEveryOne() throws SQLException {
        assertThat(exam.examine().findings()).isEmpty();
        assertThat(exam.examine().stamped()).isEqualTo(1);
        Random dice = new Random(SEED);
        Map<Tamper, Integer> done = new EnumMap<>(Tamper.class);
        long start = System.nanoTime();
        for (int i = 0; i < TAMPERS; i++) {
            Tamper kind = Tamper.values()[dice.nextInt(Tamper.values().length)];
            String tamper = tamper(kind, dice);
            assertThat(tampered(tamper)).as(tamper).isPositive();
            assertThat(examOfTheTampered.examine().findings()).as(tamper).isNotEmpty();
            done.merge(kind, 1, Integer::sum);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        assertThat(exam.examine().findings()).as("as it was").isEmpty();
        System.out.println("audit log: " + TAMPERS + " rows altered, removed or moved, all found, in " + seconds
                + " s, seed " + SEED + ": " + done);
    }

    private enum Tamper {
        LEAF,
        LEAF_GONE,
        SALT,
        FIELDS,
        PLACED,
        PLACE_GONE,
        OTHER_LEAF,
        NODE,
        ROOT,
        SIGNED,
        STAMP,
        LEAVES_CHANGE_PLACES,
        RECORDS_CHANGE_PLACES
    }

    private static String tamper(Tamper kind, Random dice) {
        int row = dice.nextInt(LEAVES);
        int other = (row + 1 + dice.nextInt(LEAVES - 1)) % LEAVES;
        String leaf = " where id = " + at(row);
        String record = " where leaf_id = " + at(row);
        return switch (kind) {
            case LEAF -> "update schakel.audit_leaf set leaf = " + bit("leaf", 32, dice) + leaf;
            case LEAF_GONE -> "delete from schakel.audit_leaf" + leaf;
            case SALT -> "update schakel.audit_record set salt = " + bit("salt", 16, dice) + record;
            case FIELDS ->
                "update schakel.audit_record set fields = overlay(fields placing '~' from " + (1 + dice.nextInt(60))
                        + " for 1)" + record;
            case PLACED ->
                "update schakel.audit_position set leaf = " + bit("leaf", 32, dice) + " where position = " + row;
            case PLACE_GONE -> "delete from schakel.audit_position where position = " + row;
            case OTHER_LEAF -> "update schakel.audit_position set leaf_id = -leaf_id where position = " + row;
            case NODE -> "update schakel.audit_node set hash = " + bit("hash", 32, dice);
            case ROOT -> "update schakel.audit_checkpoint set root = " + bit("root", 32, dice);
            case SIGNED ->
                "update schakel.audit_checkpoint set signed = overlay(signed placing case substr(signed, n, 1)"
                        + " when 'A' then 'B' else 'A' end from n for 1) from (select 1 + floor("
                        + dice.nextDouble() + " * length(signed))::int as n from schakel.audit_checkpoint) as place";
            case STAMP -> "update schakel.audit_timestamp set token = " + bit("token", 1_000, dice);
            // With all that belongs to a leaf, as somebody does who would have two events the other way round.
            case LEAVES_CHANGE_PLACES ->
                "create temporary table turned on commit drop as select case position when " + row + " then " + other
                        + " else " + row + " end as position, leaf_id, leaf from schakel.audit_position"
                        + " where position in (" + row + ", " + other + ");"
                        + " delete from schakel.audit_position where position in (" + row + ", " + other + ");"
                        + " insert into schakel.audit_position (position, leaf_id, leaf) select * from turned";
            case RECORDS_CHANGE_PLACES ->
                "update schakel.audit_record r set salt = o.salt, fields = o.fields from schakel.audit_record o"
                        + " where (r.leaf_id, o.leaf_id) in ((" + at(row) + ", " + at(other) + "), (" + at(other)
                        + ", " + at(row) + "))";
        };
    }

    private static String at(int position) {
        return "(select leaf_id from schakel.audit_position where position = " + position + ")";
    }

    private static String bit(String column, int bytes, Random dice) {
        int bit = dice.nextInt(bytes * 8);
        return "set_bit(" + column + ", " + bit + ", 1 - get_bit(" + column + ", " + bit + "))";
    }

    /** As somebody who owns the database: no trigger stops him. Counts the rows that are others now. */
    private static int tampered(String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute("set local session_replication_role = replica");
            boolean rows = statement.execute(sql);
            int changed = 0;
            while (rows || statement.getUpdateCount() >= 0) {
                changed += rows ? 0 : statement.getUpdateCount();
                rows = statement.getMoreResults();
            }
            return changed;
        }
    }

    /** Gives the owner's connection to the exam, with the transaction that is open on it. */
    private static final class OneConnection extends AbstractDataSource {
        private final Connection one;

        OneConnection(Connection one) {
            this.one = one;
        }

        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        // It is at that level already, stays in its transaction, and belongs to the owner.
                        boolean kept = Set.of("setTransactionIsolation", "setAutoCommit", "close")
                                .contains(method.getName());
                        return kept ? null : method.invoke(one, arguments);
                    });
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }
    }
}
