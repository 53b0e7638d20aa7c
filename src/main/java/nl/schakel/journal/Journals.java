package nl.schakel.journal;

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
        DurabilityCheck.on(source);
        Flyway.configure()
                .dataSource(source)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return new JdbcJournal(source, terms);
    }
}
