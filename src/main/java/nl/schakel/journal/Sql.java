package nl.schakel.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
        Script script = new Script();
        Script.Reply<T> reply = script.ask(sql, row, values);
        script.run(connection);
        return reply.rows();
    }

    static <T> Optional<T> first(Connection connection, String sql, Row<T> row, Object... values) throws SQLException {
        return list(connection, sql, row, values).stream().findFirst();
    }

    /** How many rows it changed. */
    static int update(Connection connection, String sql, Object... values) throws SQLException {
        Script script = new Script();
        Script.Reply<?> reply = script.change(sql, values);
        script.run(connection);
        return reply.changed();
    }

    static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        int place = 0;
        for (Object given : values) {
            place++;
            Object value = given instanceof Optional<?> optional ? optional.orElse(null) : given;
            if (value == null) {
                statement.setNull(place, Types.NULL);
            } else if (value instanceof Instant instant) {
                statement.setObject(place, instant.atOffset(ZoneOffset.UTC));
            } else {
                statement.setObject(place, value);
            }
        }
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
