package nl.schakel.journal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Borrows connections; whatever the database cannot do becomes {@link JournalUnavailable}. */
final class Transactions {
    private final DataSource source;

    Transactions(DataSource source) {
        this.source = source;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** One statement that is a transaction of its own: one round trip, commit included. */
    <T> T atOnce(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.with(connection);
        } catch (SQLException unavailable) {
            throw JournalUnavailable.because(unavailable);
        }
    }

    /** A transaction that the work itself commits with its last statement; without that it is rolled back. */
    <T> T together(Work<T> work) {
        return atOnce(connection -> {
            connection.setAutoCommit(false);
            try {
                return work.with(connection);
            } finally {
                end(connection);
            }
        });
    }

    private static void end(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            // Costs nothing after a commit: the driver knows that no transaction is open.
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
