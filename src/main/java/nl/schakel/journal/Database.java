package nl.schakel.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.referral.Limits;

/**
 * A database that is up to date.
 *
 * @param embedded the one that comes with the product, while it runs; nothing when the database is elsewhere
 * @param hasRole whether there is a role to work in, which is not the owner of the tables
 */
record Database(Optional<EmbeddedPostgres> embedded, boolean hasRole) implements AutoCloseable {
    /** Flyway holds a lock by one connection while it works by another. */
    private static final int MIGRATING = 3;

    /**
     * Whoever held a lease in a database that is one gateway's alone died with it, and nobody need wait for its end; only what
     * was with a partner may be there still and keeps its own. What is under a lease the sweeper looks at no later than when
     * it ends, and it is found by that.
     */
    private static final String NOBODY_HOLDS = """
            update schakel.work set lease_until = '-infinity', sweep_at = clock_timestamp()
            where live and state = 'OPEN' and sweep_at <= clock_timestamp() + ? * interval '1 millisecond' and lease_until > clock_timestamp()""";

    static Database open(JournalSettings settings) {
        if (settings.url().isPresent()) {
            return new Database(Optional.empty(), prepared(settings, Optional.empty()));
        }
        EmbeddedPostgres own =
                EmbeddedPostgres.start(settings.folder(), settings.programs()).keptAlive();
        try {
            return new Database(Optional.of(own), prepared(settings, Optional.of(own)));
        } catch (RuntimeException refused) {
            own.close();
            throw refused;
        }
    }

    /** The owner of the tables brings them up to date, and is not needed afterwards. */
    private static boolean prepared(JournalSettings settings, Optional<EmbeddedPostgres> embedded) {
        Login login = Login.of(
                embedded,
                settings,
                settings.owner().orElseGet(settings::login),
                settings.ownerPassword().or(settings::password));
        try (HikariDataSource owner = Pool.of(login.url(), login.user(), login.password(), MIGRATING)) {
            boolean hasRole = Journals.prepare(owner, settings.owner().map(own -> settings.login()));
            if (embedded.isPresent()) {
                new Transactions(owner)
                        .atOnce(connection -> Sql.update(connection, NOBODY_HOLDS, Limits.LEASE.toMillis()));
            }
            return hasRole;
        }
    }

    HikariDataSource pool(JournalSettings settings) {
        Login login = Login.of(embedded, settings, settings.login(), settings.password());
        Optional<String> first = hasRole ? Optional.of(AppendOnlyRole.ENTER) : Optional.empty();
        return Pool.of(login.url(), login.user(), login.password(), settings.poolSize(), first);
    }

    /** The embedded database has one user; of one that is elsewhere the settings speak. */
    private record Login(String url, String user, String password) {
        static Login of(
                Optional<EmbeddedPostgres> embedded, JournalSettings settings, String user, Optional<String> password) {
            return embedded.map(own -> new Login(own.url(), own.user(), own.password()))
                    .orElseGet(() -> new Login(settings.url().orElseThrow(), user, password.orElse("")));
        }

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedPostgres::close);
    }
}
