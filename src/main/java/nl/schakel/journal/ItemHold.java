package nl.schakel.journal;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import nl.schakel.journal.JdbcLedger.Held;
import nl.schakel.journal.JdbcLedger.Referred;

/** Takes hold of an item of work, of its client and their family, and reads with that what nearly every handler reads. */
final class ItemHold {
    private static final String STREAM_OF_ITEM = "(select w.stream from schakel.work w where w.id = ?)";

    /** The item and its message; between them what else is to be known of the item's client. */
    private static final String HOLD = "select clock_timestamp() as now, w.stream, " + JdbcLedger.MESSAGE_COLUMNS + """
            %s
            from schakel.work w left join schakel.inbox i on i.id = w.inbox_id
            left join schakel.dossier_head h on h.stream = w.stream
            where w.id = ? and w.fence = ? and w.state in ('OPEN', 'SENDING')
            and not\s"""
            + WorkSql.isPaused("w.destination") + " for no key update of w";

    private static final String HOLD_ALONE = HOLD.formatted("");
    private static final String HOLD_CLIENT = HOLD.formatted(",\n" + Beforehand.COLUMNS);
    private static final String HOLD_FAMILY =
            HOLD.formatted(", " + FamilyLock.all("w.stream") + " as family,\n" + Beforehand.COLUMNS);

    private ItemHold() {}

    /** Empty when the lease was lost. */
    static Optional<JdbcLedger> take(Connection connection, WorkItem item) throws SQLException {
        return switch (item.kind()) {
            case ROUTE, DELIVER -> withClient(connection, item);
            case TELL, REVIEW -> alone(connection, item);
        };
    }

    /** A word to a partner needs no lock but its own. */
    private static Optional<JdbcLedger> alone(Connection connection, WorkItem item) throws SQLException {
        Script script = new Script();
        var held = script.ask(HOLD_ALONE, row -> held(row, connection), item.id(), item.fence());
        About about = About.ask(script, item);
        script.run(connection);
        return held.first().map(mine -> JdbcLedger.holding(connection, mine, about.answered()));
    }

    /**
     * While a release is decided nobody says more about its client or their family. The clients are held before the item, as
     * everybody does: who joins numbers holds the clients and then their work. Most clients are of no family, which is seen
     * behind their own lock.
     */
    private static Optional<JdbcLedger> withClient(Connection connection, WorkItem item) throws SQLException {
        Attempt attempt = attempt(connection, item, false);
        for (int tries = 0; attempt.moved(); tries++) {
            if (tries == FamilyLock.MOST_TRIES) {
                throw FamilyLock.overAndOver();
            }
            connection.rollback();
            attempt = attempt(connection, item, true);
        }
        return attempt.ledger();
    }

    /** What came of one try; {@code moved} when there is more to hold than what we waited for, or another client. */
    private record Attempt(boolean moved, Optional<JdbcLedger> ledger) {}

    private static Attempt attempt(Connection connection, WorkItem item, boolean family) throws SQLException {
        boolean shared = item.kind() == WorkItem.Kind.DELIVER;
        Script script = new Script();
        var taken = family
                ? FamilyLock.take(script, STREAM_OF_ITEM, shared, item.id())
                : FamilyLock.own(script, STREAM_OF_ITEM, shared, item.id());
        var held = script.ask(
                family ? HOLD_FAMILY : HOLD_CLIENT,
                row -> HeldClient.of(row, connection, family),
                item.id(),
                item.fence());
        About about = About.ask(script, item);
        script.run(connection);
        if (held.first().isEmpty()) {
            return new Attempt(false, Optional.empty());
        }
        HeldClient mine = held.first().get();
        if (!mine.isWhole(taken.rows())) {
            return new Attempt(true, Optional.empty());
        }
        JdbcLedger ledger = JdbcLedger.holding(connection, mine.held(), about.answered());
        ledger.know(mine.kept());
        return new Attempt(false, Optional.of(ledger));
    }

    private static Held held(ResultSet row, Connection connection) throws SQLException {
        return new Held(
                Sql.instant(row, "now"),
                row.getBytes("stream"),
                row.getObject("id") == null ? Optional.empty() : Optional.of(JdbcLedger.inboxMessage(row, connection)));
    }

    /**
     * An item whose client is held.
     *
     * @param family all who are to be held; empty when it was not asked
     */
    private record HeldClient(Held held, Optional<Array> family, Beforehand kept) {
        static HeldClient of(ResultSet row, Connection connection, boolean family) throws SQLException {
            return new HeldClient(
                    ItemHold.held(row, connection),
                    family ? Optional.of(row.getArray("family")) : Optional.empty(),
                    Beforehand.of(row));
        }

        boolean isWhole(List<ByteBuffer> taken) throws SQLException {
            return family.isPresent()
                    ? FamilyLock.isWhole(taken, family.get())
                    : !kept.mayHaveFamily() && taken.contains(ByteBuffer.wrap(held.stream()));
        }
    }

    /** The referral of an item, locked, and its tasks; answered after the script ran. */
    private record About(
            WorkItem item,
            Optional<Script.Reply<Ledger.TransitionRow>> transition,
            Optional<Script.Reply<Ledger.TaskRow>> tasks) {
        static About ask(Script script, WorkItem item) {
            return new About(
                    item,
                    item.reference().map(reference -> ReferralRows.askLocked(script, reference)),
                    item.reference().map(reference -> ReferralRows.askTasks(script, reference)));
        }

        Referred answered() {
            return new Referred(
                    item.reference(),
                    transition.flatMap(Script.Reply::first),
                    tasks.map(reply -> List.copyOf(reply.rows())));
        }
    }
}
