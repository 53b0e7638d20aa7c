package nl.schakel.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What is kept beside the database says whether the database is still the one that was signed. */
class ContinuityIT {
    private static final int LEAVES = 300;

    @TempDir
    static Path folder;

    private static final PGSimpleDataSource SOURCE = new PGSimpleDataSource();
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        SOURCE.setURL(postgres.url());
        SOURCE.setUser(postgres.user());
        SOURCE.setPassword(postgres.password());
        Flyway.configure()
                .dataSource(SOURCE)
                .schemas("schakel")
                .defaultSchema("schakel")
                .load()
                .migrate();
        try (Connection connection = SOURCE.getConnection()) {
            AuditLog.append(
                    connection,
                    IntStream.range(0, LEAVES)
                            .mapToObj(i -> new AuditEvent("e", Optional.empty(), Optional.of("o" + i), "", "", ""))
                            .toList());
        }
        AuditTree tree = new AuditTree(SOURCE);
        assertThat(tree.grow()).isEqualTo(LEAVES);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void noticesEveryDatabaseThatIsNotTheOneThatWasSigned() throws Exception {
        Path kept = folder.resolve("kept/last-checkpoint");
        assertThat(new Continuity(SOURCE, Optional.of(kept)).broken())
                .as("nothing kept")
                .isEmpty();
        assertThat(new Continuity(SOURCE, Optional.empty()).broken())
                .as("nowhere kept")
                .isEmpty();
        byte[] now = new AuditTree(SOURCE).head().root();
        for (long size : List.of(1L, 255L, 256L, 257L, 299L, 300L)) {
            byte[] root = Proofs.root(new TreeView(SOURCE), size);
            keep(kept, size, root);
            assertThat(new Continuity(SOURCE, Optional.of(kept)).broken())
                    .as("at " + size)
                    .isEmpty();
        }
        assertThat(Proofs.root(new TreeView(SOURCE), LEAVES)).isEqualTo(now);
        keep(kept, 299, now);
        assertThat(new Continuity(SOURCE, Optional.of(kept)).broken())
                .as("another history")
                .hasValueSatisfying(gap -> assertThat(gap.words()).contains("another history"));
        keep(kept, 301, now);
        Continuity older = new Continuity(SOURCE, Optional.of(kept));
        assertThat(older.broken())
                .as("an older one")
                .hasValueSatisfying(
                        gap -> assertThat(gap.words()).contains("301").contains("only 300"));
        older.takenUp();
        assertThat(kept).doesNotExist();
        assertThat(kept.resolveSibling("last-checkpoint.lost-301")).exists();
        assertThat(new Continuity(SOURCE, Optional.of(kept)).broken()).isEmpty();
        Files.writeString(kept, "what is this\n");
        assertThatThrownBy(() -> new Continuity(SOURCE, Optional.of(kept)))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage(kept + " is not a kept checkpoint; move it away to go on without it");
        Files.delete(kept);
    }

    private static void keep(Path file, long size, byte[] root) {
        new Continuity(SOURCE, Optional.of(file.resolveSibling("none")))
                .keep(new Checkpoint(size, root, Instant.parse("2026-11-28T12:00:00Z"), "h..s"));
        try {
            Files.move(file.resolveSibling("none"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (java.io.IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
