package nl.schakel.journal;

import java.time.Instant;
import javax.sql.DataSource;
import nl.schakel.audit.AuditLog;

/**
 * Erases what was said about people when nobody needs it any more, and never what is unresolved. The clock of a referral begins
 * when it is closed. Digests, seals, receipts and the leaves of the audit log stay, so that proofs go on holding.
 */
public final class Retention {
    /** So many referrals or messages in one transaction. */
    private static final int BATCH = 200;

    private static final String NOTHING_WAITS = "not exists (select 1 from schakel.work w where w.year = t.year"
            + " and w.number = t.number and w.blocking)";

    private static final String CLOSE = """
            update schakel.transition set closed_at = clock_timestamp() where (year, number) in (
                select year, number from schakel.transition where not open and closed_at is null
                order by year, number limit ? for update skip locked)""";

    /** What only a receiver says that has the referral; what was given up or got no answer has failed without its word. */
    private static final String HAS_IT = "(k.status in ('received', 'accepted', 'rejected', 'in-progress', 'completed')"
            + " or k.status = 'failed' and coalesce(k.reason, '') not in ('niet-bezorgd', 'verlopen'))";

    private static final String TASKS =
            "exists (select 1 from schakel.task k where k.year = t.year and k.number = t.number";

    /** Somebody was asked, and each of them has the referral: the gateway need not keep it for them. */
    private static final String PICKED_UP = TASKS + ") and not " + TASKS + " and not " + HAS_IT + ")";

    /** A message may have changed several referrals at once: it stays while one of them is not erased. */
    private static final String AMENDS_NO_OTHER = """

                and not exists (
                    select 1 from schakel.amendment a join schakel.transition o on o.year = a.year and o.number = a.number
                    where a.inbox_id = r.inbox_id and o.erased_at is null""";

    /** The bytes go; what says that they were there stays. Followed by what chooses the rows of {@code raw} as r. */
    private static final String CAME = """
            came as (
                update schakel.raw r set bytes = '', erased_at = clock_timestamp() from\s""";

    /** The same of what went out, {@code outgoing} as o, made for {@code work} as w. */
    private static final String WENT = """

                returning r.inbox_id
            ), went as (
                update schakel.outgoing o set sha256 = sha256(o.bytes), bytes = '', erased_at = clock_timestamp()
                from schakel.work w, due where o.work_id = w.id and o.erased_at is null and\s""";

    private static final String LEAVES =
            AuditLog.leavesOf("select 'erase', 'gateway', inbox_id::text, '', 'erased', 'retention' from came")
                    + " select count(*) from due";

    private static final String ERASE = """
            with due as (
                select t.year, t.number from schakel.transition t
                where t.closed_at is not null and t.erased_at is null and not t.open
                and (t.closed_at < ? or (t.closed_at < ? and\s""" + PICKED_UP + ")) and " + NOTHING_WAITS + """

                order by t.closed_at limit ? for update of t skip locked
            ), marked as (
                update schakel.transition t set erased_at = clock_timestamp() from due
                where t.year = due.year and t.number = due.number
            ),\s""" + CAME + """
            schakel.inbox i, due where i.year = due.year and i.number = due.number and r.inbox_id = i.id
                and r.erased_at is null""" + AMENDS_NO_OTHER
            + " and (o.year, o.number) <> (due.year, due.number))" + WENT + """
            w.year = due.year and w.number = due.number
            ), told as (
                insert into schakel.trace (year, number, at, stage, outcome, reason)
                select year, number, clock_timestamp(), 'retention', 'erased', 'payload; digests, seals and receipts stay' from due
            ),\s""" + LEAVES;

    /**
     * What is about no referral, or came when its referral was erased already. Chosen by what is not erased yet, by the index for
     * that alone: what waited for a person past its time goes when it has ended, and what was erased is not read again.
     */
    private static final String ERASE_ALONE = """
            with due as (
                select i.id from schakel.raw r join schakel.inbox i on i.id = r.inbox_id
                left join schakel.transition t on t.year = i.year and t.number = i.number
                where r.inbox_id < ? and r.erased_at is null and (i.year is null or t.erased_at is not null)
                and not exists (select 1 from schakel.work w where w.inbox_id = i.id and w.blocking)""" + AMENDS_NO_OTHER + """
            )
                order by r.inbox_id limit ? for update of r skip locked
            ),\s""" + CAME + "due where r.inbox_id = due.id"
            + WENT + "w.inbox_id = due.id ), " + LEAVES;

    private static final String FORGET = """
            with due as (
                select t.year, t.number from schakel.transition t
                where t.erased_at is not null and t.forgotten_at is null and t.closed_at < clock_timestamp() - interval '5 years'
                and\s""" + NOTHING_WAITS + """

                order by t.closed_at limit ? for update of t skip locked
            ), marked as (
                update schakel.transition t set forgotten_at = clock_timestamp(), sender_reference = null from due
                where t.year = due.year and t.number = due.number
            ), lines as (
                delete from schakel.trace x using due where x.year = due.year and x.number = due.number
            ), decisions as (
                delete from schakel.decision d using due where d.year = due.year and d.number = due.number
            ), seals as (
                update schakel.raw r set seal = null, request = null from schakel.inbox i, due
                where i.year = due.year and i.number = due.number and r.inbox_id = i.id
            ), ours as (
                update schakel.outgoing o set jws = null from schakel.work w, due
                where w.year = due.year and w.number = due.number and o.work_id = w.id
            )
            select count(*) from due""";

    private final Transactions transactions;

    public Retention(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /**
     * What one round erased.
     *
     * @param referrals whose payload went
     * @param messages about no referral whose payload went
     * @param forgotten referrals of which trace, decisions and seals went after five years
     * @param records of the audit log that went after five years
     * @param more whether there is more to do
     */
    public record Erased(long referrals, long messages, long forgotten, long records, boolean more) {
        public boolean isNothing() {
            return referrals + messages + forgotten + records == 0;
        }
    }

    /**
     * One batch of each kind, each in a transaction of its own.
     *
     * @param closedBefore of what was closed earlier the payload goes, whoever has picked it up
     * @param pickedUpBefore of what was closed earlier and picked up by all who were asked
     */
    public Erased erase(Instant closedBefore, Instant pickedUpBefore) {
        count(CLOSE, BATCH);
        long referrals = count(ERASE, closedBefore, pickedUpBefore, BATCH);
        long messages = count(ERASE_ALONE, TimeOrderedId.earliest(closedBefore), BATCH);
        long forgotten = count(FORGET, BATCH);
        long records = count("select schakel.audit_forget(?)", BATCH);
        boolean more = Math.max(Math.max(referrals, messages), Math.max(forgotten, records)) >= BATCH;
        return new Erased(referrals, messages, forgotten, records, more);
    }

    private long count(String sql, Object... values) {
        return transactions.atOnce(connection ->
                Sql.first(connection, sql, row -> row.getLong(1), values).orElse(0L));
    }
}
