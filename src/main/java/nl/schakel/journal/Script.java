package nl.schakel.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Statements that go to the server together: one round trip instead of one each, which is most of what a short
 * transaction costs. When one fails, none after it is done.
 */
final class Script {
    private final StringJoiner text = new StringJoiner(";\n");
    private final List<Object> values = new ArrayList<>();
    private final List<Reply<?>> replies = new ArrayList<>();

    /** What the server says to one statement; there after {@link #run}. */
    static final class Reply<T> {
        private final Sql.Row<T> row;
        private final List<T> rows = new ArrayList<>();
        private int changed;

        private Reply(Sql.Row<T> row) {
            this.row = row;
        }

        List<T> rows() {
            return rows;
        }

        Optional<T> first() {
            return rows.stream().findFirst();
        }

        /** How many rows the statement changed. */
        int changed() {
            return changed;
        }

        private void take(PreparedStatement statement, boolean hasRows) throws SQLException {
            if (!hasRows) {
                changed = statement.getUpdateCount();
                return;
            }
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(row.read(result));
                }
            }
        }
    }

    <T> Reply<T> ask(String sql, Sql.Row<T> row, Object... its) {
        Reply<T> reply = new Reply<>(row);
        text.add(sql);
        values.addAll(List.of(its));
        replies.add(reply);
        return reply;
    }

    Reply<Boolean> change(String sql, Object... its) {
        return ask(sql, row -> true, its);
    }

    /** Puts all of another one behind this. */
    void add(Script other) {
        if (!other.isEmpty()) {
            text.add(other.text.toString());
            values.addAll(other.values);
            replies.addAll(other.replies);
        }
    }

    boolean isEmpty() {
        return replies.isEmpty();
    }

    /** Runs it and commits in the same round trip; a failure before leaves the transaction to be rolled back. */
    void runAndCommit(Connection connection) throws SQLException {
        change("commit");
        run(connection);
    }

    void run(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
            Sql.bind(statement, values);
            boolean hasRows = statement.execute();
            for (Reply<?> reply : replies) {
                reply.take(statement, hasRows);
                hasRows = statement.getMoreResults();
            }
        }
    }
}
