package nl.schakel.bench.gateway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import nl.schakel.journal.embedded.EmbeddedPostgres;

/**
 * The least that a journal in PostgreSQL can be when nothing may be lost and nothing sent twice: accepted before the answer,
 * the bytes that leave before the call, what came of it after the call. Five statements and three commits, and no more than
 * that: no order, no log, no decision.
 */
final class ThreeCommits implements Store {
    private final EmbeddedPostgres database;
    private final ThreadLocal<Connection> connections = ThreadLocal.withInitial(this::connect);

    ThreeCommits(Path folder, Path programs) throws SQLException {
        database = EmbeddedPostgres.start(folder, programs);
        Runtime.getRuntime().addShutdownHook(new Thread(database::close));
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("create table taken (id uuid primary key, state text not null, bytes bytea, seal bytea)");
            statement.execute("create table leaving (id uuid primary key, bytes bytea, seal bytea)");
            connection.commit();
        }
    }

    private Connection connect() {
        try {
            Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    @Override
    public void keep(byte[] body, byte[] signature) {
        UUID id = UUID.randomUUID();
        try {
            write("insert into taken (id, state, bytes, seal) values (?, 'OPEN', ?, ?)", id, body, signature);
            connections.get().commit();
            write("insert into leaving (id, bytes, seal) values (?, ?, ?)", id, body, signature);
            write("update taken set state = 'SENDING' where id = ?", id);
            connections.get().commit();
            write("update taken set state = 'DELIVERED' where id = ?", id);
            connections.get().commit();
        } catch (SQLException trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    private void write(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connections.get().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
