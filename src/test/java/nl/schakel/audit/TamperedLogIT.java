package nl.schakel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
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

/**
 * Whoever owns the database turns one bit of one row, takes a row away or lets two change places: each time the exam finds it.
 * {@code -Dschakel.tampers=10000} is the long form.
 */
@Guards(Threat.T30)
class TamperedLogIT {
    private static final int TAMPERS = Integer.getInteger("schakel.tampers", 200);
    private static final int LEAVES = 300;
    private static final String OIN = "00000099000000000000";
    private static final List<String> TABLES = List.of("leaf", "record", "position", "node", "checkpoint", "timestamp");

    @TempDir
    static Path folder;

    private static LogDatabase database;
    private static AuditExam exam;

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
        exam = new AuditExam(
                database.source(),
                new SealVerifier(TrustAnchors.of(List.of(authority.root()), Clock.systemUTC())),
                stamps,
                OIN);
        for (String table : TABLES) {
            execute("create table kept_" + table + " as select * from schakel.audit_" + table);
        }
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void findsEveryOne() throws SQLException {
        assertThat(exam.examine().findings()).isEmpty();
        assertThat(exam.examine().stamped()).isEqualTo(1);
        Random dice = new Random(30);
        for (int i = 0; i < TAMPERS; i++) {
            String tamper = tamper(dice);
            tampered(tamper);
            assertThat(exam.examine().findings()).as(tamper).isNotEmpty();
            repaired();
        }
        assertThat(exam.examine().findings()).as("all repaired").isEmpty();
        System.out.println("audit log: " + TAMPERS + " single rows altered, all found");
    }

    private static String tamper(Random dice) {
        int row = dice.nextInt(LEAVES);
        String leaf = " where id = (select leaf_id from kept_position where position = " + row + ")";
        String record = leaf.replace("id =", "leaf_id =");
        return switch (dice.nextInt(11)) {
            case 0 -> "update schakel.audit_leaf set leaf = " + bit("leaf", 32, dice) + leaf;
            case 1 -> "delete from schakel.audit_leaf" + leaf;
            case 2 -> "update schakel.audit_record set salt = " + bit("salt", 16, dice) + record;
            case 3 ->
                "update schakel.audit_record set fields = overlay(fields placing '~' from " + (1 + dice.nextInt(60))
                        + " for 1)" + record;
            case 4 -> "update schakel.audit_position set leaf = " + bit("leaf", 32, dice) + " where position = " + row;
            case 5 -> "delete from schakel.audit_position where position = " + row;
            case 6 -> "update schakel.audit_position set leaf_id = -leaf_id where position = " + row;
            case 7 -> "update schakel.audit_node set hash = " + bit("hash", 32, dice);
            case 8 -> "update schakel.audit_checkpoint set root = " + bit("root", 32, dice);
            case 9 ->
                "update schakel.audit_checkpoint set signed = overlay(signed placing"
                        + " case substr(signed, n, 1) when 'A' then 'B' else 'A' end from n for 1)"
                        + " from (select 1 + floor(random() * length(signed))::int as n from kept_checkpoint) as place";
            default -> "update schakel.audit_timestamp set token = " + bit("token", 1_000, dice);
        };
    }

    private static String bit(String column, int bytes, Random dice) {
        int bit = dice.nextInt(bytes * 8);
        return "set_bit(" + column + ", " + bit + ", 1 - get_bit(" + column + ", " + bit + "))";
    }

    /** As somebody who owns the database: no trigger stops him. */
    private static void tampered(String sql) throws SQLException {
        execute("set session_replication_role = replica; " + sql);
    }

    private static void repaired() throws SQLException {
        StringBuilder sql = new StringBuilder("set session_replication_role = replica;");
        for (String table : TABLES) {
            sql.append(" delete from schakel.audit_" + table + "; insert into schakel.audit_" + table
                    + " select * from kept_" + table + ";");
        }
        execute(sql.toString());
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
