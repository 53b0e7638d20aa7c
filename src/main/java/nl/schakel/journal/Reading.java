package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** What can be looked at without a lock. */
final class Reading {
    private static final String TRACE = """
            select at, stage, partner, outcome, reason from schakel.trace
            where year = ? and number = ? order by at, id""";
    private static final String WAITING = """
            select w.kind, w.destination, w.state, w.attempts,\s""" + WorkSql.WAITS_FOR + ", " + WorkSql.NEXT_AT + """
             as next_at, w.reason
            from schakel.work w where w.year = ? and w.number = ? and w.blocking order by w.id""";
    private static final String BACKLOG = """
            select count(*) filter (where state = 'OPEN') as open, count(*) filter (where state = 'SENDING') as sending,
                count(*) filter (where state = 'PARKED') as parked
            from schakel.work where blocking""";

    private final Transactions transactions;

    Reading(Transactions transactions) {
        this.transactions = transactions;
    }

    List<Journal.TraceLine> trace(ReferralReference reference) {
        return transactions.atOnce(
                connection -> Sql.list(connection, TRACE, Reading::traceLine, reference.year(), reference.number()));
    }

    Optional<Journal.Overview> overview(ReferralReference reference) {
        return transactions.atOnce(connection -> overview(connection, reference));
    }

    private static Optional<Journal.Overview> overview(Connection connection, ReferralReference reference)
            throws SQLException {
        var transition = ReferralRows.transition(connection, reference);
        if (transition.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Journal.Overview(
                transition.get(),
                ReferralRows.tasks(connection, reference),
                Sql.list(connection, WAITING, Reading::waiting, reference.year(), reference.number())));
    }

    Optional<ReferralReference> sentAs(PartnerId receiver, String name) {
        return transactions.atOnce(connection -> Sql.first(
                connection,
                "select year, number from schakel.sent_name where receiver = ? and name = ?",
                Sql::reference,
                receiver.value(),
                name));
    }

    Optional<Ledger.TaskRow> task(UUID taskId, PartnerId receiver) {
        return transactions.atOnce(connection -> ReferralRows.task(connection, taskId, receiver));
    }

    Journal.Backlog backlog() {
        return transactions.atOnce(connection -> Sql.first(
                        connection,
                        BACKLOG,
                        row -> new Journal.Backlog(row.getLong("open"), row.getLong("sending"), row.getLong("parked")))
                .orElseThrow());
    }

    private static Journal.TraceLine traceLine(ResultSet row) throws SQLException {
        return new Journal.TraceLine(
                Sql.instant(row, "at"),
                row.getString("stage"),
                Sql.maybePartner(row, "partner"),
                row.getString("outcome"),
                row.getString("reason"));
    }

    private static Journal.Waiting waiting(ResultSet row) throws SQLException {
        return new Journal.Waiting(
                WorkItem.Kind.valueOf(row.getString("kind")),
                Sql.maybePartner(row, "destination"),
                row.getString("state"),
                row.getInt("attempts"),
                row.getBoolean("paused"),
                Sql.maybe(row.getObject("waits_for", UUID.class)),
                WorkRow.nextAt(row),
                Sql.maybeText(row, "reason"));
    }
}
