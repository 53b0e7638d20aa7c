package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Hands unsent work ids on. Rows are found by being unsent and never by a remembered position: the order of ids is not
 * the order of commits, and a row that commits late would be skipped for ever.
 */
final class OutboxRelay {
    private static final String UNSENT = """
            select o.id, o.work_id, coalesce(w.destination, '') as destination
            from schakel.outbox o left join schakel.work w on w.id = o.work_id
            order by o.id limit ? for update of o skip locked""";
    private static final String HANDED_ON = "delete from schakel.outbox where id = any (?)";
    private static final String READY = "select id as work_id, destination from schakel.work where id = any (?)";

    private final Transactions transactions;

    OutboxRelay(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Whom these items call; what is not there any more is left out. */
    List<Journal.Ready> ready(List<UUID> ids) {
        return transactions.atOnce(connection ->
                Sql.list(connection, READY, OutboxRelay::ready, connection.createArrayOf("uuid", ids.toArray())));
    }

    private static Journal.Ready ready(ResultSet row) throws SQLException {
        return new Journal.Ready(row.getObject("work_id", UUID.class), Sql.maybePartner(row, "destination"));
    }

    int relay(int most, Consumer<List<Journal.Ready>> publish) {
        return transactions.together(connection -> relay(connection, most, publish));
    }

    private static int relay(Connection connection, int most, Consumer<List<Journal.Ready>> publish)
            throws SQLException {
        List<Long> rows = new ArrayList<>();
        List<Journal.Ready> ready = Sql.list(
                connection,
                UNSENT,
                row -> {
                    rows.add(row.getLong(1));
                    return ready(row);
                },
                most);
        if (!ready.isEmpty()) {
            publish.accept(List.copyOf(ready));
            Script done = new Script();
            done.change(HANDED_ON, connection.createArrayOf("bigint", rows.toArray()));
            done.runAndCommit(connection);
        }
        return ready.size();
    }
}
