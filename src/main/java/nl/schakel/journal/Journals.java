package nl.schakel.journal;

import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Opens a journal on a database: checks what the database promises, brings its schema up to date. */
public final class Journals {
    private static final String SCHEMA = "schakel";

    private Journals() {}

    /**
     * Opens it.
     *
     * @throws nl.schakel.journal.embedded.DatabaseRefused when the database's commits are not durable
     * @throws JournalUnavailable when it cannot be reached
     */
    public static Journal open(DataSource source, PartnerTerms terms) {
        migrate(source);
        return over(source, terms);
    }

    /** As the owner of the tables; says whether there is a role to work in from then on. */
    static boolean prepare(DataSource owner, Optional<String> user) {
        migrate(owner);
        return AppendOnlyRole.prepare(owner, user);
    }

    /** On a database that is up to date. */
    static Journal over(DataSource source, PartnerTerms terms) {
        return new JdbcJournal(source, terms);
    }

    private static void migrate(DataSource source) {
        DurabilityCheck.on(source);
        Flyway.configure()
                .dataSource(source)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
