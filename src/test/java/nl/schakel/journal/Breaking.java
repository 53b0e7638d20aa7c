package nl.schakel.journal;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A source whose last connection can be cut off in the middle of a transaction. */
final class Breaking {
    private Breaking() {}

    static DataSource of(DataSource source, AtomicReference<Connection> last) {
        return (DataSource) Proxy.newProxyInstance(
                Breaking.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(source, arguments);
                    if (result instanceof Connection connection) {
                        last.set(connection);
                    }
                    return result;
                });
    }

    static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
