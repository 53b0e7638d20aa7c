package nl.schakel.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
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

    /** Several statements that commit together, or not at all when the work throws. */
    <T> T together(Work<T> work) {
        return unless(() -> false, work);
    }

    /** As {@link #together}, but rolled back as well when the work was done in vain. */
    <T> T unless(Supplier<Boolean> vain, Work<T> work) {
        return atOnce(connection -> {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.with(connection);
                if (!vain.get()) {
                    connection.commit();
                    committed = true;
                }
                return result;
            } finally {
                end(connection, committed);
            }
        });
    }

    private static void end(Connection connection, boolean committed) throws SQLException {
        if (!committed && !connection.isClosed()) {
            connection.rollback();
        }
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
    }
}
