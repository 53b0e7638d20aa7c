package nl.schakel.journeys;

import java.nio.file.Path;
import java.util.Map;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.ports.FreePorts;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** A PostgreSQL as a process of its own, and an Artemis in that of the test. */
final class LocalSupply implements Supply {
    private final EmbeddedPostgres postgres;
    private final EmbeddedActiveMQ broker;
    private final String brokerUrl;

    private LocalSupply(EmbeddedPostgres postgres, EmbeddedActiveMQ broker, String brokerUrl) {
        this.postgres = postgres;
        this.broker = broker;
        this.brokerUrl = brokerUrl;
    }

    static LocalSupply start(Path folder) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("elsewhere"), Path.of("target", "postgres"));
        String url = "tcp://127.0.0.1:" + FreePorts.one();
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        Path files = folder.resolve("broker");
        broker.setConfiguration(new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJournalDirectory(files.resolve("journal").toString())
                .setBindingsDirectory(files.resolve("bindings").toString())
                .setPagingDirectory(files.resolve("paging").toString())
                .setLargeMessagesDirectory(files.resolve("large").toString())
                .addAcceptorConfiguration("tcp", url));
        broker.start();
        return new LocalSupply(postgres, broker, url);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "schakel.journal.url",
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/schakel",
                "schakel.journal.user",
                postgres.user(),
                "schakel.journal.password",
                postgres.password(),
                "schakel.dispatch.broker.url",
                brokerUrl);
    }

    @Override
    public void close() throws Exception {
        broker.stop();
        postgres.close();
    }
}
