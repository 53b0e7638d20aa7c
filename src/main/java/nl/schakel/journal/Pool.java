package nl.schakel.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;

/** The connections: few, kept, and none of them may wait for ever. */
final class Pool {
    /** A door that cannot get one says "later" to its sender in time. */
    private static final long WAIT_MILLIS = 5_000;

    /** A lock or a statement that lasts longer is a defect; its transaction is undone and tried again. */
    private static final String SESSION = "-c lock_timeout=10s -c statement_timeout=60s"
            + " -c idle_in_transaction_session_timeout=60s -c default_transaction_isolation=read\\ committed"
            // Every statement finds its rows by an index whatever the values: planning it again each time is waste.
            + " -c plan_cache_mode=force_generic_plan"
            // A plan is made while tables are empty and kept while they fill: it may not read a whole table then.
            + " -c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    private Pool() {}

    static HikariDataSource of(String url, String user, String password, int size) {
        return of(url, user, password, size, Optional.empty());
    }

    /** @param first what each connection does before its first use */
    static HikariDataSource of(String url, String user, String password, int size, Optional<String> first) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("journal");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        first.ifPresent(config::setConnectionInitSql);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.addDataSourceProperty("ApplicationName", "schakel");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "70");
        config.addDataSourceProperty("options", SESSION);
        // A detail of the server's message can hold a key's value.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(config);
    }
}
