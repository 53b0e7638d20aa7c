package nl.schakel.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Wires the journal to its database: an external one when a URL is set, else the embedded one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JournalSettings.class)
class JournalConfiguration {

    /** Closed after the pool and all who use it, for they depend on it. */
    @Bean
    Database journalDatabase(JournalSettings settings) {
        return new Database(
                settings.url().isPresent()
                        ? Optional.empty()
                        : Optional.of(EmbeddedPostgres.start(settings.folder()).keptAlive()));
    }

    @Bean
    HikariDataSource journalSource(JournalSettings settings, Database database) {
        return database.embedded()
                .map(own -> Pool.of(own.url(), own.user(), own.password(), settings.poolSize()))
                .orElseGet(() -> Pool.of(
                        settings.url().orElseThrow(),
                        settings.user().orElse("schakel"),
                        settings.password().orElse(""),
                        settings.poolSize()));
    }

    @Bean
    Journal journal(HikariDataSource source, ObjectProvider<PartnerTerms> terms) {
        // A partner nobody spoke for bears nothing twice.
        PartnerTerms unknown = partner -> DeliveryTerms.of(DeliveryTerms.DeliveryClass.C);
        return Journals.open(source, terms.getIfAvailable(() -> unknown));
    }

    @Bean
    Reconciliation reconciliation(HikariDataSource source) {
        return new Reconciliation(source);
    }

    /** After the journal, which brings its tables. */
    @Bean
    @DependsOn("journal")
    LaterReceipts laterReceipts(HikariDataSource source) {
        return new LaterReceipts(source);
    }

    @Bean
    Clients clients(HikariDataSource source) {
        return new Clients(source);
    }

    /** The embedded database while it runs; nothing when the database is elsewhere. */
    record Database(Optional<EmbeddedPostgres> embedded) implements AutoCloseable {
        @Override
        public void close() {
            embedded.ifPresent(EmbeddedPostgres::close);
        }
    }
}
