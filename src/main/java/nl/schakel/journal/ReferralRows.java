package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** Reads referrals and their tasks. */
final class ReferralRows {
    private static final String TRANSITION = """
            select year, number, sender, sender_reference, request, status, custodian, exit_date, version
            from schakel.transition where year = ? and number = ?""";
    private static final String TASK =
            "select id, year, number, receiver, need, status, reason, version from schakel.task where ";

    private static final String TASKS = TASK + "year = ? and number = ? order by created_at, id";

    /** A task of who may hear nothing of its client is absent, as a foreign one is. */
    private static final String OWN = TASK + """
            id = ? and receiver = ? and not exists (
                select 1 from schakel.transition t join schakel.conflict c on c.stream = t.stream
                where t.year = task.year and t.number = task.number and c.party = task.receiver and c.ended_at is null)""";

    private ReferralRows() {}

    static Optional<Ledger.TransitionRow> transition(Connection connection, ReferralReference reference)
            throws SQLException {
        return Sql.first(connection, TRANSITION, ReferralRows::transition, reference.year(), reference.number());
    }

    static Script.Reply<Ledger.TransitionRow> askLocked(Script script, ReferralReference reference) {
        return script.ask(
                TRANSITION + " for no key update", ReferralRows::transition, reference.year(), reference.number());
    }

    static Script.Reply<Ledger.TaskRow> askTasks(Script script, ReferralReference reference) {
        return script.ask(TASKS, ReferralRows::task, reference.year(), reference.number());
    }

    static List<Ledger.TaskRow> tasks(Connection connection, ReferralReference reference) throws SQLException {
        return Sql.list(connection, TASKS, ReferralRows::task, reference.year(), reference.number());
    }

    static Optional<Ledger.TaskRow> task(Connection connection, UUID id, PartnerId receiver) throws SQLException {
        return Sql.first(connection, OWN, ReferralRows::task, id, receiver.value());
    }

    private static Ledger.TransitionRow transition(ResultSet row) throws SQLException {
        return new Ledger.TransitionRow(
                Sql.reference(row),
                new PartnerId(row.getString("sender")),
                Sql.maybeText(row, "sender_reference"),
                Sql.maybe(row.getObject("request", UUID.class)),
                row.getString("status"),
                new PartnerId(row.getString("custodian")),
                Sql.maybe(row.getObject("exit_date", LocalDate.class)),
                row.getLong("version"));
    }

    private static Ledger.TaskRow task(ResultSet row) throws SQLException {
        return new Ledger.TaskRow(
                row.getObject("id", UUID.class),
                Sql.reference(row),
                new PartnerId(row.getString("receiver")),
                Sql.maybeText(row, "need").flatMap(Need::of),
                row.getString("status"),
                Sql.maybeText(row, "reason"),
                row.getLong("version"));
    }
}
