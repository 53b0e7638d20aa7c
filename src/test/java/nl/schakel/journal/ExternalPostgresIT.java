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

/**
 * The same journal on a PostgreSQL that somebody else runs: a container of the image {@code -Dschakel.postgres.image}.
 * Where none can be started every case is skipped, with the reason. {@code -Dschakel.postgres.url} names one that runs
 * already, for a machine without an engine.
 */
@Tag("docker")
class ExternalPostgresIT extends JournalCases {
    private static final DockerImageName IMAGE = DockerImageName.parse(
                    System.getProperty("schakel.postgres.image", "postgres:15"))
            .asCompatibleSubstituteFor("postgres");

    private static PostgreSQLContainer container;
    private static HikariDataSource pool;
    private static String whyNot = "";

    @BeforeAll
    static void start() {
        String running = System.getProperty("schakel.postgres.url", "");
        if (!running.isEmpty()) {
            open(running, System.getProperty("schakel.postgres.user", "schakel"), "");
        } else if (!DockerClientFactory.instance().isDockerAvailable()) {
            whyNot = "no container engine answers here";
        } else {
            startContainer();
        }
        if (!whyNot.isEmpty()) {
            System.out.println("SKIPPED ExternalPostgresIT: " + whyNot);
        }
    }

    private static void startContainer() {
        // The server is asked, its log is not: other images word it differently.
        container = new PostgreSQLContainer(IMAGE)
                .waitingFor(Wait.forListeningPort().withStartupTimeout(Duration.ofMinutes(2)));
        try {
            container.start();
        } catch (RuntimeException notStarted) {
            whyNot = "the image " + IMAGE + " cannot be started here";
            return;
        }
        open(container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }

    private static void open(String url, String user, String password) {
        pool = Pool.of(url, user, password, 16);
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
        Assumptions.assumeTrue(whyNot.isEmpty(), whyNot);
        return pool;
    }
}
