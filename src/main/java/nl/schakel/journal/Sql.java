package nl.schakel.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import org.jspecify.annotations.Nullable;

/** Prepared statements with their values, and the few column types the journal has. */
final class Sql {
    private Sql() {}

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> list(Connection connection, String sql, Row<T> row, Object... values) throws SQLException {
        try (PreparedStatement statement = bind(connection.prepareStatement(sql), values);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(row.read(rows));
            }
            return read;
        }
    }

    static <T> Optional<T> first(Connection connection, String sql, Row<T> row, Object... values) throws SQLException {
        return list(connection, sql, row, values).stream().findFirst();
    }

    /** Whether the statement found anything. */
    static boolean any(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bind(connection.prepareStatement(sql), values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bind(connection.prepareStatement(sql), values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i] instanceof Optional<?> optional ? optional.orElse(null) : values[i];
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof Instant instant) {
                statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
            } else {
                statement.setObject(i + 1, value);
            }
        }
        return statement;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
        return maybe(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static Optional<String> maybeText(ResultSet row, String column) throws SQLException {
        return maybe(row.getString(column));
    }

    /** The partner in this column; absent when it is null or empty. */
    static Optional<PartnerId> maybePartner(ResultSet row, String column) throws SQLException {
        return maybeText(row, column).filter(text -> !text.isEmpty()).map(PartnerId::new);
    }

    /** The columns {@code year} and {@code number}. */
    static Optional<ReferralReference> maybeReference(ResultSet row) throws SQLException {
        int year = row.getInt("year");
        return row.wasNull() ? Optional.empty() : Optional.of(new ReferralReference(year, row.getLong("number")));
    }

    static ReferralReference reference(ResultSet row) throws SQLException {
        return new ReferralReference(row.getInt("year"), row.getLong("number"));
    }

    static <T> Optional<T> maybe(@Nullable T value) {
        return Optional.ofNullable(value);
    }
}
