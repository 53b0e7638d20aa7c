package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on the PostgreSQL that comes with the product. */
class JdbcJournalIT extends JournalCases {
    private static final Path PROGRAMS = Path.of("target", "postgres");

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), PROGRAMS);
        pool = Pool.of(postgres.url(), postgres.user(), postgres.password(), 16);
        Journals.open(pool, Samples.patient());
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    @Override
    DataSource database() {
        return pool;
    }

    @Test
    @Guards(Threat.T19)
    void writesNoValueOfAStatementIntoTheServersLog() throws Exception {
        var message = Samples.referral();
        committed(message);
        try {
            execute("insert into schakel.inbox select * from schakel.inbox where message_id = '" + message.id() + "'");
        } catch (IllegalStateException refused) {
            assertThat(refused).hasMessageContaining("inbox");
        }
        assertThat(folder.resolve("db/postgres.log")).content().doesNotContain(message.id());
    }
}
