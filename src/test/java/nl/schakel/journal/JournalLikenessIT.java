package nl.schakel.journal;

import static nl.schakel.journal.Samples.DEBTS;
import static nl.schakel.journal.Samples.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import nl.schakel.journal.DeliveryTerms.DeliveryClass;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journal in PostgreSQL and the one in memory are asked the same things by chance, in any order, and say the same each time:
 * what is simulated on the second holds for the first.
 */
class JournalLikenessIT {
    private static final int SEQUENCES = 40;
    private static final int STEPS = 50;
    private static final PartnerTerms TERMS = partner -> new DeliveryTerms(
            partner.equals(DEBTS) ? DeliveryClass.C : DeliveryClass.A,
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(60)),
            partner.equals(SHELTER) ? 4 : 8);

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        pool = Pool.of(postgres.url(), postgres.user(), postgres.password(), 4);
        Journals.open(pool, TERMS);
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    @Test
    void bothSayTheSameToWhateverIsAsked() {
        long first = Long.getLong("schakel.likeness.seed", 1);
        int said = 0;
        for (long seed = first; seed < first + SEQUENCES; seed++) {
            Random chance = new Random(seed);
            JournalPair pair = new JournalPair(pool, TERMS, chance);
            for (int step = 0; step < STEPS; step++) {
                String asked = pair.ask();
                assertThat(pair.inDatabase())
                        .as("seed %d, step %d: %s", seed, step, asked)
                        .isEqualTo(pair.inMemory());
                said += pair.isTelling() ? 1 : 0;
            }
        }
        assertThat(said).as("steps that did something").isGreaterThan(SEQUENCES * STEPS / 4);
    }
}
