package nl.schakel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A database by one connection, and how many rows of some tables it reads: what is done again and again may not read all. */
public final class RowsRead implements AutoCloseable {
    private final SingleConnectionDataSource one;
    private final String tables;
    private final long before;

    private RowsRead(SingleConnectionDataSource one, String tables) throws SQLException {
        this.one = one;
        this.tables = tables;
        this.before = all();
    }

    public static RowsRead of(DataSource source, String... tables) throws SQLException {
        return new RowsRead(
                new SingleConnectionDataSource(source.getConnection(), true), "'" + String.join("','", tables) + "'");
    }

    /** Its close does not close the connection. */
    public DataSource source() {
        return one;
    }

    /** Since the beginning. The server counts for all connections: nobody else may be reading. */
    public long count() throws SQLException {
        return all() - before;
    }

    private long all() throws SQLException {
        try (Statement statement = one.getConnection().createStatement()) {
            statement.execute("select pg_stat_force_next_flush()");
            try (ResultSet row = statement.executeQuery("select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))"
                    + " from pg_stat_user_tables where relname in (" + tables + ")")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public void close() {
        one.destroy();
    }
}
