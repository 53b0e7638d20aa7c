package nl.schakel.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.util.unit.DataSize;

/** Wires the journal to its database: an external one when a URL is set, else the embedded one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JournalSettings.class)
class JournalConfiguration {
    /** Flyway holds a lock by one connection while it works by another. */
    private static final int MIGRATING = 3;

    /** Closed after the pool and all who use it, for they depend on it. */
    @Bean
    Database journalDatabase(JournalSettings settings) {
        return new Database(
                settings.url().isPresent()
                        ? Optional.empty()
                        : Optional.of(EmbeddedPostgres.start(settings.folder(), settings.programs())
                                .keptAlive()));
    }

    @Bean
    HikariDataSource journalSource(JournalSettings settings, Database database) {
        Optional<String> first = prepared(settings, database) ? Optional.of(AppendOnlyRole.ENTER) : Optional.empty();
        return database.embedded()
                .map(own -> Pool.of(own.url(), own.user(), own.password(), settings.poolSize(), first))
                .orElseGet(() -> Pool.of(
                        settings.url().orElseThrow(),
                        settings.login(),
                        settings.password().orElse(""),
                        settings.poolSize(),
                        first));
    }

    /** The owner of the tables brings them up to date, and is not needed afterwards. */
    private static boolean prepared(JournalSettings settings, Database database) {
        try (HikariDataSource owner = database.embedded()
                .map(own -> Pool.of(own.url(), own.user(), own.password(), MIGRATING))
                .orElseGet(() -> Pool.of(
                        settings.url().orElseThrow(),
                        settings.owner().orElseGet(settings::login),
                        settings.ownerPassword().or(settings::password).orElse(""),
                        MIGRATING))) {
            return Journals.prepare(owner, settings.owner().map(own -> settings.login()));
        }
    }

    @Bean
    Journal journal(HikariDataSource source, ObjectProvider<PartnerTerms> terms) {
        // A partner nobody spoke for bears nothing twice.
        PartnerTerms unknown = partner -> DeliveryTerms.of(DeliveryTerms.DeliveryClass.C);
        return Journals.over(source, terms.getIfAvailable(() -> unknown));
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
    WorkList workList(HikariDataSource source) {
        return new WorkList(source);
    }

    @Bean
    BorneKeys borneKeys(HikariDataSource source) {
        return new BorneKeys(source);
    }

    @Bean
    Pauses pauses(HikariDataSource source) {
        return new Pauses(source);
    }

    @Bean
    DiskRoom diskRoom(JournalSettings settings, Database database) {
        return database.embedded().isPresent()
                ? DiskRoom.of(settings.folder(), settings.reserve().map(DataSize::toBytes))
                : DiskRoom.elsewhere();
    }

    @Bean
    RoomHealth roomHealthIndicator(DiskRoom room) {
        return new RoomHealth(room);
    }

    @Bean
    Backlogs backlogs(HikariDataSource source) {
        return new Backlogs(source);
    }

    @Bean
    Events events(HikariDataSource source) {
        return new Events(source);
    }

    @Bean
    Beats beats(HikariDataSource source) {
        return new Beats(source);
    }

    @Bean
    Alerts alerts(HikariDataSource source) {
        return new Alerts(source);
    }

    @Bean
    Pulse pulse(HikariDataSource source) {
        return new Pulse(source);
    }

    @Bean
    Retention retention(HikariDataSource source) {
        return new Retention(source);
    }

    @Bean
    Restored restored(HikariDataSource source) {
        return new Restored(source);
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
