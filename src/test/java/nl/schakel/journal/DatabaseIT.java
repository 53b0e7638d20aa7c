package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's own database, opened again. */
class DatabaseIT {
    @TempDir
    Path folder;

    /**
     * The next gateway on this home takes it at once, as an attempt that was never heard of again, and the first one comes too
     * late. What was with a partner waits.
     */
    @Test
    void nobodyWaitsForTheLeaseOfAGatewayThatDied() {
        WorkItem held;
        WorkItem sent;
        try (Database database = Database.open(settings());
                HikariDataSource pool = database.pool(settings())) {
            Journal journal = Journals.over(pool, Samples.patient());
            journal.accept(Samples.referral().toAccept());
            journal.prepare(journal.claim(Samples.ready(journal)).get(0), Samples.routingTo(Samples.SHELTER));
            sent = journal.claim(Samples.ready(journal)).get(0);
            assertThat(journal.prepare(sent, Samples.routingTo(Samples.SHELTER)))
                    .isPresent();
            journal.accept(Samples.referral().toAccept());
            held = journal.claim(Samples.ready(journal)).get(0);
            assertThat(journal.claim(List.of(held.id()))).as("under a lease").isEmpty();
        }
        try (Database database = Database.open(settings());
                HikariDataSource pool = database.pool(settings())) {
            Journal journal = Journals.over(pool, Samples.patient());
            journal.sweep();
            List<UUID> ids = Samples.ready(journal);
            assertThat(ids).as("the partner may have that one still").doesNotContain(sent.id());
            WorkItem again = journal.claim(ids).get(0);
            assertThat(again.id()).isEqualTo(held.id());
            assertThat(again.attempt()).isEqualTo(held.attempt() + 1);
            assertThat(journal.prepare(held, Samples.routingTo(Samples.SHELTER)))
                    .as("by whom the lease was lost")
                    .isEmpty();
            assertThat(journal.prepare(again, Samples.routingTo(Samples.SHELTER)))
                    .isPresent();
            assertThat(journal.claim(List.of(sent.id()))).isEmpty();
        }
    }

    private JournalSettings settings() {
        return new JournalSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                4,
                folder.resolve("db"),
                Path.of("target", "postgres"),
                Optional.empty());
    }
}
