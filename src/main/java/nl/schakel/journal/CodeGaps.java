package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import nl.schakel.audit.AuditLog;

/** The work list of codes that no table knows, and the way on for what waits for them. */
final class CodeGaps {
    private static final String LIST = """
            select g.code_table, g.code, min(g.place) as place, count(*) as waiting, min(g.found_at) as since
            from schakel.code_gap g group by g.code_table, g.code order by g.code_table, g.code""";

    /**
     * The messages are read with the new set from here on. What stands behind another item of its stream is announced
     * too early and then again by the one before it: order is the queue's matter, not the announcement's.
     */
    private static final String RESUME = """
            with gone as (
                delete from schakel.code_gap returning work_id
            ), mine as (
                update schakel.work w set %s
                where w.id in (select work_id from gone) and w.state = 'PARKED'
                returning w.id, w.inbox_id, w.kind, w.destination, w.year, w.number,
                    'code added; read with the mappings ' || ? as reason
            ), reread as (
                update schakel.inbox i set mapping_set = ? where i.id in (select inbox_id from mine)
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, clock_timestamp(), lower(kind), nullif(destination, ''), 'resumed', reason
                from mine where year is not null
            ),\s""".formatted(WorkSql.AGAIN)
            + AuditLog.leavesOf(
                    "select lower(kind), destination, inbox_id::text, destination, 'resumed', reason from mine")
            + " insert into schakel.outbox (work_id) select id from mine order by id";

    private final Transactions transactions;

    CodeGaps(Transactions transactions) {
        this.transactions = transactions;
    }

    List<Journal.MissingCode> list() {
        return transactions.atOnce(connection -> Sql.list(connection, LIST, CodeGaps::missing));
    }

    int resume(String set) {
        return transactions.atOnce(connection -> Sql.update(connection, RESUME, set, set));
    }

    private static Journal.MissingCode missing(ResultSet row) throws SQLException {
        return new Journal.MissingCode(
                row.getString("code_table"),
                row.getString("code"),
                row.getString("place"),
                row.getLong("waiting"),
                Sql.instant(row, "since"));
    }
}
