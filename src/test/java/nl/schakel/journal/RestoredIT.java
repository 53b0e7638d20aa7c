package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Nothing out of a backup is sent a second time by itself. */
@Guards(Threat.T46)
class RestoredIT {
    @TempDir
    Path folder;

    @Test
    void whatMayHaveBeenSentWaitsForAPerson() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"))) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL(postgres.url());
            source.setUser(postgres.user());
            source.setPassword(postgres.password());
            Journal journal = Journals.open(source, Samples.patient());
            var accepted =
                    (Accepted.Committed) journal.accept(Samples.referral().toAccept());
            journal.accept(Samples.referral().toAccept());
            List<UUID> ready = new ArrayList<>();
            journal.relay(100, all -> all.forEach(one -> ready.add(one.id())));
            WorkItem route = journal.claim(List.of(ready.get(0))).get(0);
            journal.prepare(route, Samples.routingTo(Samples.SHELTER, Samples.DEBTS));
            assertThat(new Restored(source).takeUp("anna", "300 leaves lost; disk"))
                    .isEqualTo(2);
            assertThat(count(source, "work where kind = 'DELIVER' and state = 'PARKED'"))
                    .isEqualTo(2);
            assertThat(count(source, "work where kind = 'ROUTE' and live"))
                    .as("what goes nowhere goes on")
                    .isEqualTo(1);
            assertThat(journal.trace(accepted.reference().orElseThrow()))
                    .anySatisfy(line -> assertThat(line.reason()).contains("backup"));
            assertThat(count(source, "audit_record where fields like '%restore%operator anna%300 leaves lost%'"))
                    .isEqualTo(1);
        }
    }

    private static long count(PGSimpleDataSource source, String table) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from schakel." + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
