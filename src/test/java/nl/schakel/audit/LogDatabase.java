package nl.schakel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A real database with our tables, for tests of the log. */
record LogDatabase(EmbeddedPostgres postgres, PGSimpleDataSource source) implements AutoCloseable {

    static LogDatabase in(Path folder) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(postgres.url());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        migrate(source);
        return new LogDatabase(postgres, source);
    }

    static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .schemas("schakel")
                .defaultSchema("schakel")
                .load()
                .migrate();
    }

    /** The tree over so many leaves, each in its place. */
    AuditTree grown(int leaves) throws SQLException {
        try (Connection connection = source.getConnection()) {
            AuditLog.append(
                    connection,
                    IntStream.range(0, leaves)
                            .mapToObj(
                                    i -> new AuditEvent("deliver", Optional.empty(), Optional.of("o" + i), "", "", ""))
                            .toList());
        }
        AuditTree tree = new AuditTree(source);
        assertThat(tree.grow()).isEqualTo(leaves);
        return tree;
    }

    @Override
    public void close() {
        postgres.close();
    }
}
