package nl.schakel.journal;

import com.zaxxer.hikari.HikariDataSource;
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
    /** Closed after the pool and all who use it, for they depend on it. */
    @Bean
    Database journalDatabase(DatabaseAhead ahead) {
        return ahead.take();
    }

    @Bean
    HikariDataSource journalSource(JournalSettings settings, Database database) {
        return database.pool(settings);
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
    Unanswered unanswered(HikariDataSource source) {
        return new Unanswered(source);
    }

    @Bean
    Restored restored(HikariDataSource source) {
        return new Restored(source);
    }

    @Bean
    Clients clients(HikariDataSource source) {
        return new Clients(source);
    }
}
