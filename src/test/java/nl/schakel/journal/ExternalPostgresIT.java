package nl.schakel.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The same journal on a PostgreSQL that somebody else runs; the image is {@code -Dschakel.postgres.image}. */
@Tag("docker")
class ExternalPostgresIT extends JournalCases {
    private static final DockerImageName IMAGE = DockerImageName.parse(
                    System.getProperty("schakel.postgres.image", "postgres:15"))
            .asCompatibleSubstituteFor("postgres");

    private static PostgreSQLContainer container;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "SKIPPED: no container engine answers here; the journal was not tried on an external PostgreSQL");
        container = new PostgreSQLContainer(IMAGE)
                .waitingFor(Wait.forListeningPort().withStartupTimeout(Duration.ofMinutes(2)));
        try {
            container.start();
        } catch (RuntimeException notStarted) {
            Assumptions.abort("SKIPPED: the image " + IMAGE + " cannot be started here: " + notStarted.getMessage());
        }
        pool = Pool.of(container.getJdbcUrl(), container.getUsername(), container.getPassword(), 16);
        Journals.open(pool, Samples.patient());
    }

    @AfterAll
    static void stop() {
        if (pool != null) {
            pool.close();
        }
        if (container != null) {
            container.stop();
        }
    }

    @Override
    DataSource database() {
        return pool;
    }
}
