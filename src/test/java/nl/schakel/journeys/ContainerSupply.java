package nl.schakel.journeys;

import java.time.Duration;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The same in containers of what their makers publish: {@code -Dschakel.postgres.image} and {@code
 * -Dschakel.artemis.image} name others.
 */
final class ContainerSupply implements Supply {
    private static final DockerImageName POSTGRES = DockerImageName.parse(
                    System.getProperty("schakel.postgres.image", "postgres:15"))
            .asCompatibleSubstituteFor("postgres");
    private static final DockerImageName ARTEMIS =
            DockerImageName.parse(System.getProperty("schakel.artemis.image", "apache/activemq-artemis:2.41.0-alpine"));
    private static final Duration START = Duration.ofMinutes(3);
    /** Its acceptor for the core protocol. */
    private static final int CORE = 61616;

    private static final String NAME = "schakel";

    private final PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES)
            .withDatabaseName(NAME)
            .waitingFor(Wait.forListeningPort().withStartupTimeout(START));
    private final GenericContainer<?> artemis = new GenericContainer<>(ARTEMIS)
            .withEnv(Map.of("ARTEMIS_USER", NAME, "ARTEMIS_PASSWORD", NAME))
            .withExposedPorts(CORE)
            .waitingFor(Wait.forListeningPort().withStartupTimeout(START));

    private ContainerSupply() {}

    /** @throws RuntimeException when an image cannot be had or started; nothing is left running then */
    static ContainerSupply start() {
        ContainerSupply supply = new ContainerSupply();
        try {
            supply.postgres.start();
            supply.artemis.start();
            return supply;
        } catch (RuntimeException notStarted) {
            supply.close();
            throw notStarted;
        }
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "schakel.journal.url",
                postgres.getJdbcUrl(),
                "schakel.journal.user",
                postgres.getUsername(),
                "schakel.journal.password",
                postgres.getPassword(),
                "schakel.dispatch.broker.url",
                "tcp://" + artemis.getHost() + ":" + artemis.getMappedPort(CORE),
                "schakel.dispatch.broker.user",
                NAME,
                "schakel.dispatch.broker.password",
                NAME);
    }

    @Override
    public void close() {
        artemis.stop();
        postgres.stop();
    }
}
