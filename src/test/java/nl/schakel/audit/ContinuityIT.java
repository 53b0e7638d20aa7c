package nl.schakel.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept beside the database says whether the database is still the one that was signed. */
@Guards(Threat.T46)
class ContinuityIT {
    private static final int LEAVES = 300;

    @TempDir
    static Path folder;

    private static LogDatabase database;

    @BeforeAll
    static void start() throws Exception {
        database = LogDatabase.in(folder);
        database.grown(LEAVES);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void noticesEveryDatabaseThatIsNotTheOneThatWasSigned() throws Exception {
        Path kept = folder.resolve("kept/last-checkpoint");
        assertThat(new Continuity(database.source(), Optional.of(kept)).broken())
                .as("nothing kept")
                .isEmpty();
        assertThat(new Continuity(database.source(), Optional.empty()).broken())
                .as("nowhere kept")
                .isEmpty();
        byte[] now = new AuditTree(database.source()).head().root();
        for (long size : List.of(1L, 255L, 256L, 257L, 299L, 300L)) {
            byte[] root = Proofs.root(new TreeView(database.source()), size);
            keep(kept, size, root);
            assertThat(new Continuity(database.source(), Optional.of(kept)).broken())
                    .as("at " + size)
                    .isEmpty();
        }
        assertThat(Proofs.root(new TreeView(database.source()), LEAVES)).isEqualTo(now);
        keep(kept, 299, now);
        assertThat(new Continuity(database.source(), Optional.of(kept)).broken())
                .as("another history")
                .hasValueSatisfying(gap -> assertThat(gap.words()).contains("another history"));
        keep(kept, 301, now);
        Continuity older = new Continuity(database.source(), Optional.of(kept));
        assertThat(older.broken())
                .as("an older one")
                .hasValueSatisfying(
                        gap -> assertThat(gap.words()).contains("301").contains("only 300"));
        older.takenUp();
        assertThat(kept).doesNotExist();
        assertThat(kept.resolveSibling("last-checkpoint.lost-301")).exists();
        assertThat(new Continuity(database.source(), Optional.of(kept)).broken())
                .isEmpty();
        Files.writeString(kept, "what is this\n");
        assertThatThrownBy(() -> new Continuity(database.source(), Optional.of(kept)))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage(kept + " is not a kept checkpoint; move it away to go on without it");
        Files.delete(kept);
    }

    private static void keep(Path file, long size, byte[] root) {
        new Continuity(database.source(), Optional.of(file.resolveSibling("none")))
                .keep(new Checkpoint(size, root, Instant.parse("2026-11-28T12:00:00Z"), "h..s"));
        try {
            Files.move(file.resolveSibling("none"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (java.io.IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
