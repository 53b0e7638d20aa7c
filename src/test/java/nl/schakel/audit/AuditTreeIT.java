package nl.schakel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import nl.schakel.Guards;
import nl.schakel.RowsRead;
import nl.schakel.Threat;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.TimeStamps;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.StampTrust;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The tree over a real database: everything committed finds its place, and whatever is altered is found at its own. */
@Guards(Threat.T30)
class AuditTreeIT {
    private static final int LEAVES = 700;
    private static final String OIN = "00000099000000000000";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static Sealer sealer;
    private static SealVerifier verifier;

    private DataSource source = new PGSimpleDataSource();
    private AuditTree tree = new AuditTree(source);
    private Instant now = Instant.now();

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        Path pki = folder.resolve("pki");
        CertificateAuthority authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        Path crt = pki.resolve("gateway/checkpoint.crt");
        Path key = pki.resolve("gateway/checkpoint.key");
        authority.issueAt(crt, key, new Subject("schakel", OIN), Usage.SEAL);
        IssuedKey issued = KeyFiles.read(crt, key);
        sealer = new Sealer(issued, Clock.systemUTC());
        List<java.security.cert.X509Certificate> anchors =
                new ArrayList<>(KeyFiles.certificates(pki.resolve("ca/root.crt")));
        anchors.addAll(KeyFiles.certificates(pki.resolve("ca/intermediate.crt")));
        verifier = new SealVerifier(TrustAnchors.of(anchors, Clock.systemUTC()));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    /** A database of its own for each test. */
    @BeforeEach
    void database() throws SQLException {
        String name = "audit_" + System.nanoTime();
        execute(source(postgres.url()), "create database " + name);
        source = source(postgres.url().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1"));
        LogDatabase.migrate(source);
        tree = new AuditTree(source);
    }

    private static DataSource source(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        return source;
    }

    @Test
    void placesWhatIsCommittedAndSignsIt() throws SQLException {
        assertThat(tree.grow()).isZero();
        assertThat(sign()).as("an empty log is not signed").isEmpty();
        append(LEAVES);
        assertThat(grown()).isEqualTo(LEAVES);
        Checkpoint first = sign().orElseThrow();
        assertThat(first.size()).isEqualTo(LEAVES);
        append(1);
        grown();
        assertThat(sign()).as("within the minute").isEmpty();
        now = now.plusSeconds(60);
        assertThat(sign())
                .as("after a minute")
                .hasValueSatisfying(c -> assertThat(c.size()).isEqualTo(LEAVES + 1));
        now = now.plusSeconds(600);
        assertThat(sign()).as("nothing new").isEmpty();
        AuditExam.Report report = examine();
        assertThat(report.findings()).isEmpty();
        assertThat(report.size()).isEqualTo(LEAVES + 1);
        assertThat(report.checkpoints()).isEqualTo(2);
    }

    @Test
    void losesNoLeafThatCommitsAfterALaterOne() throws SQLException {
        try (Connection slow = source.getConnection()) {
            slow.setAutoCommit(false);
            AuditLog.append(slow, List.of(event("slow")));
            append(3);
            assertThat(grown()).isEqualTo(3);
            append(2);
            assertThat(grown()).isEqualTo(2);
            slow.commit();
        }
        assertThat(grown()).as("the lowest number, committed last").isEqualTo(1);
        assertThat(new AuditTree(source).grow()).as("after a restart").isZero();
        assertThat(examine().findings()).isEmpty();
    }

    @Test
    void givesEveryLeafOnePlaceUnderManyWritersTwoNotariesAndRollbacks() throws Exception {
        int writers = 6;
        int each = 120;
        AtomicInteger committed = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(writers + 2);
        try {
            List<Future<?>> writing = IntStream.range(0, writers)
                    .<Future<?>>mapToObj(w -> pool.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            try (Connection connection = source.getConnection()) {
                                connection.setAutoCommit(false);
                                AuditLog.append(connection, List.of(event("w" + w), event("w" + w)));
                                if (i % 5 == 4) {
                                    connection.rollback();
                                } else {
                                    connection.commit();
                                    committed.addAndGet(2);
                                }
                            }
                        }
                        return null;
                    }))
                    .toList();
            List<AuditTree> notaries = List.of(tree, new AuditTree(source));
            while (writing.stream().anyMatch(f -> !f.isDone())) {
                List<Future<Integer>> growing = new ArrayList<>();
                for (AuditTree notary : notaries) {
                    growing.add(pool.submit(notary::grow));
                }
                for (Future<Integer> step : growing) {
                    step.get();
                }
            }
            for (Future<?> writer : writing) {
                writer.get();
            }
        } finally {
            pool.shutdownNow();
        }
        grown();
        AuditExam.Report report = examine();
        assertThat(report.findings()).isEmpty();
        assertThat(report.size()).isEqualTo(committed.get());
    }

    @Test
    void anErasedRecordLeavesEveryProofWhole() throws SQLException {
        append(LEAVES);
        grown();
        sign();
        execute(source, "delete from schakel.audit_record where leaf_id = " + leafAt(17));
        AuditExam.Report report = examine();
        assertThat(report.findings()).isEmpty();
        assertThat(report.erased()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update schakel.audit_record set fields = replace(fields, 'delivered', 'refused') where leaf_id = %1$d  | 17 | 17 | record was altered
            update schakel.audit_leaf set leaf = sha256('x') where id = %1$d                                       | 17 | 17 | not the one that was placed
            delete from schakel.audit_leaf where id = %1$d                                                         | 17 | 17 | was removed
            delete from schakel.audit_position where position = 17                                                 | 17 | 17 | is missing
            update schakel.audit_position set leaf = sha256('x') where position = 17                               | 17 | 17 | not the one that was placed
            delete from schakel.audit_position where position >= 650                                               | 650 | 699 | is gone
            update schakel.audit_checkpoint set at = at + interval '1 hour'                                        | 0 | 699 | not well signed
            """)
    void findsASingleAlterationWhereItIs(String alteration, long first, long last, String what) throws SQLException {
        append(LEAVES);
        grown();
        sign();
        tampered(alteration.formatted(leafAt(17)));
        assertThat(examine().findings()).anySatisfy(finding -> {
            assertThat(finding.first()).isEqualTo(first);
            assertThat(finding.last()).isEqualTo(last);
            assertThat(finding.what()).contains(what);
        });
    }

    @Test
    @Guards(Threat.T34)
    void takesNobodyElsesSealForACheckpoint() throws SQLException {
        append(3);
        grown();
        sign();
        assertThat(examine("00000099000000000017").findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("not well signed"));
    }

    /** Somebody who knows the tables and repairs all of them but what was signed. */
    @Test
    void findsLeavesThatChangedPlacesThoughEverythingElseWasRepaired() throws SQLException {
        append(LEAVES);
        grown();
        sign();
        tampered("""
                create temp table swapped as select position, leaf_id, leaf from schakel.audit_position
                    where position in (300, 301);
                delete from schakel.audit_position where position in (300, 301);
                insert into schakel.audit_position select 601 - position, leaf_id, leaf from swapped""");
        assertThat(examine().findings()).anySatisfy(finding -> {
            assertThat(finding.first())
                    .as("among the 256 leaves of one kept node")
                    .isEqualTo(256);
            assertThat(finding.last()).isEqualTo(511);
        });
        tampered("delete from schakel.audit_node");
        assertThat(examine().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.first()).isZero();
            assertThat(finding.last()).isEqualTo(LEAVES - 1L);
            assertThat(finding.what()).contains("is not what was signed");
        });
    }

    @Test
    void findsALeafThatWasSlippedIn() throws SQLException {
        append(LEAVES);
        grown();
        sign();
        tampered("insert into schakel.audit_leaf (id, at, leaf, tx)"
                + " values (1000000, clock_timestamp() - interval '1 day', sha256('x'), 1)");
        assertThat(examine().findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.what()).contains("1000000").contains("has no place"));
    }

    /** Otherwise every second would cost more, the longer the gateway is in use. */
    @Test
    void readsOnlyWhatIsNew() throws SQLException {
        append(LEAVES);
        grown();
        append(1);
        try (RowsRead read = RowsRead.of(source, "audit_leaf")) {
            AuditTree again = new AuditTree(read.source());
            assertThat(again.grow()).isEqualTo(1);
            assertThat(again.grow()).isZero();
            assertThat(read.count()).isLessThan(LEAVES / 10);
        }
    }

    /** Its transactions are counted anew: what is known of the old count says nothing. */
    @Test
    void placesLeavesOfADatabaseThatWasRestoredElsewhere() throws SQLException {
        append(3);
        grown();
        tampered("update schakel.audit_leaf set tx = tx + 1000000000");
        execute(source, "update schakel.audit_head set horizon = 1000000000");
        append(2);
        assertThat(grown()).isEqualTo(2);
        append(1);
        assertThat(grown()).isEqualTo(1);
        assertThat(examine().findings()).isEmpty();
    }

    @Test
    void theTablesRefuseToBeChanged() throws SQLException {
        append(3);
        grown();
        sign();
        for (String table : List.of("leaf", "position", "checkpoint")) {
            assertThat(refused("delete from schakel.audit_" + table)).contains("append-only");
            assertThat(refused("truncate schakel.audit_" + table)).contains("append-only");
        }
    }

    private String refused(String sql) {
        try {
            execute(source, sql);
            return "";
        } catch (SQLException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private void append(int leaves) throws SQLException {
        try (Connection connection = source.getConnection()) {
            AuditLog.append(
                    connection,
                    IntStream.range(0, leaves).mapToObj(i -> event("e" + i)).toList());
        }
    }

    private static AuditEvent event(String object) {
        return new AuditEvent("deliver", Optional.of("opvang-demo"), Optional.of(object), "out", "delivered", "");
    }

    private int grown() throws SQLException {
        int placed = 0;
        for (int step = tree.grow(); step > 0; step = tree.grow()) {
            placed += step;
        }
        return placed;
    }

    private Optional<Checkpoint> sign() throws SQLException {
        return new Checkpoints(source, sealer, Clock.fixed(now, ZoneOffset.UTC), Duration.ofSeconds(60))
                .sign(tree.head());
    }

    private AuditExam.Report examine(String oin) throws SQLException {
        return new AuditExam(source, verifier, new TimeStamps(new StampTrust(List.of())), oin).examine();
    }

    private AuditExam.Report examine() throws SQLException {
        return examine(OIN);
    }

    private long leafAt(long position) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select leaf_id from schakel.audit_position where position = " + position)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** As somebody who owns the database: no trigger stops him. */
    private void tampered(String sql) throws SQLException {
        execute(source, "set session_replication_role = replica; " + sql);
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
