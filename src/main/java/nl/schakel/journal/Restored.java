package nl.schakel.journal;

import javax.sql.DataSource;
import nl.schakel.audit.AuditLog;

/**
 * What must happen before a database out of an old backup goes on: whatever waits to be sent may have been sent after the
 * backup was made, so a person looks at it first.
 */
public final class Restored {
    private static final String TAKE_UP = """
            with held as (
                update schakel.work set state = 'PARKED', lease_until = '-infinity', fence = fence + 1,
                    reason = 'restored from a backup: it may have been sent already', settled_at = clock_timestamp()
                where live and kind in ('DELIVER', 'TELL')
                returning kind, year, number, inbox_id, destination, settled_at, reason
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, settled_at, lower(kind), nullif(destination, ''), 'parked', reason from held
                where year is not null
            ),\s""" + AuditLog.leavesOf("""
                    select 'restore' as event, ?::text as actor, '' as object, 'home' as place, 'taken-up' as outcome,
                        ?::text as reason
                    union all
                    select lower(kind), destination, inbox_id::text, destination, 'parked', reason || ' of ' || inbox_id
                    from held""") + " select count(*) from held";

    private final Transactions transactions;

    public Restored(DataSource source) {
        transactions = new Transactions(source);
    }

    /**
     * Parks what may have been sent, and notes who took the database up and what was lost.
     *
     * @return how many items wait for a person now
     */
    public long takeUp(String operator, String words) {
        return transactions.atOnce(
                connection -> Sql.first(connection, TAKE_UP, row -> row.getLong(1), "operator " + operator, words)
                        .orElseThrow());
    }
}
