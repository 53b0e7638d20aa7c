package nl.schakel.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows turned into one array per column, so that many rows are one statement of one shape. */
final class Columns<R> {
    private final List<R> rows;
    private final Connection connection;

    Columns(List<R> rows, Connection connection) {
        this.rows = rows;
        this.connection = connection;
    }

    Array of(String type, Function<R, @Nullable Object> value) throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
}
