package nl.schakel.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;

/** What was asked and got no yes and no no: found per receiver, and ended when it is too old to be answered. */
public final class Unanswered {
    /** More of one receiver tell no more. */
    private static final int MOST = 200;

    private static final String WAITS = "k.status in ('requested', 'received')";

    /** Whether it arrived says whom to call: the receiver, or the sender who does not know that nothing may go there. */
    private static final String LATE = """
            select agreed.partner, late.arrived, count(*) as waiting, min(late.created_at) as since
            from unnest(?::text[], ?::timestamptz[]) as agreed(partner, before) cross join lateral (
                select k.created_at, exists (
                    select 1 from schakel.work w where w.year = k.year and w.number = k.number
                    and w.destination = k.receiver and w.kind = 'DELIVER' and w.evidence is not null) as arrived
                from schakel.task k where k.receiver = agreed.partner and %s and k.created_at < agreed.before
                and not exists (
                    select 1 from schakel.work w where w.year = k.year and w.number = k.number
                    and w.destination = k.receiver and w.kind = 'DELIVER' and w.blocking)
                order by k.created_at limit %d) late
            group by agreed.partner, late.arrived order by agreed.partner, late.arrived""".formatted(WAITS, MOST);

    /** Also of receivers that are partners no more: from one receiver to the next by the index. */
    private static final String DUE = """
            with recursive asked(receiver) as (
                (select k.receiver from schakel.task k where %1$s order by k.receiver limit 1)
                union all
                select (select k.receiver from schakel.task k where %1$s and k.receiver > asked.receiver
                    order by k.receiver limit 1)
                from asked where asked.receiver is not null
            )
            select late.id from asked cross join lateral (
                select k.id from schakel.task k where k.receiver = asked.receiver and %1$s and k.created_at < ?
                and not exists (select 1 from schakel.work w where w.year = k.year and w.number = k.number
                    and w.kind = 'ROUTE' and w.subject = ? || k.id and w.blocking)
                order by k.created_at limit ?) late
            limit ?""".formatted(WAITS);

    /** As any other change of the referral it has its place among what happens to the client. */
    private static final String EXPIRE = """
            with asked as (
                select t.year, t.number, t.request, t.stream from schakel.task k
                join schakel.transition t on t.year = k.year and t.number = k.number
                where k.id = ? and t.request is not null
            ),\s""" + WorkSql.ROUTED;

    private final Transactions transactions;

    public Unanswered(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /**
     * What one receiver has not answered in time.
     *
     * @param arrived whether it has what it was to answer; else nothing of it may go there, and its sender does not know that
     * @param waiting how many, at most 200
     * @param since when the oldest was asked
     */
    public record Late(PartnerId receiver, boolean arrived, long waiting, Instant since) {}

    /**
     * @param askedBefore for each receiver, before when it was asked what it should have answered by now; what still waits to be
     *     delivered is left out
     */
    public List<Late> late(Map<PartnerId, Instant> askedBefore) {
        List<Map.Entry<PartnerId, Instant>> agreed = List.copyOf(askedBefore.entrySet());
        return transactions.atOnce(connection -> {
            var all = new Columns<>(agreed, connection);
            return Sql.list(
                    connection,
                    LATE,
                    row -> new Late(
                            new PartnerId(row.getString("partner")),
                            row.getBoolean("arrived"),
                            row.getLong("waiting"),
                            Sql.instant(row, "since")),
                    all.of("text", one -> one.getKey().value()),
                    all.of("timestamptz", one -> one.getValue().toString()));
        });
    }

    /** Has a batch of what was asked before this moment end, each in its client's queue; returns how many. */
    public int expire(Instant askedBefore) {
        return transactions.together(connection -> {
            List<UUID> due = Sql.list(
                    connection, DUE, row -> row.getObject("id", UUID.class), askedBefore, WorkItem.EXPIRED, MOST, MOST);
            Script script = new Script();
            due.forEach(task -> script.change(
                    EXPIRE, task, TimeOrderedId.next(), WorkItem.EXPIRED + task, Limits.SWEEP.toMillis()));
            script.runAndCommit(connection);
            return due.size();
        });
    }
}
