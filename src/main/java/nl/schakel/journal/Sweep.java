package nl.schakel.journal;

/**
 * Puts back into the outbox what is due or whose lease ended: this makes the loss of the whole broker a delay. Each
 * sweep is bounded, and an item that was swept rests a while, so that a long queue is not announced over and over. What
 * is for a partner to whom nothing goes is not announced at all. Of what is for one partner, some are: whoever works them off
 * fetches the others.
 */
final class Sweep {
    /** With a sweep a second this is far more than the workers can do, and still a short transaction. */
    static final int MOST = 1_000;
    /** How long a swept item rests, in seconds; it may be waiting in the broker or behind another one. */
    static final int REST_SECONDS = 60;

    /** The same for what waits for a partner that is paused: a hundred thousand items are then some hundreds a second. */
    static final int REST_IN_PAUSE_SECONDS = 300;

    private static final String SWEEP = """
            with due as (
                select w.id, w.lease_until > clock_timestamp() as leased,\s""" + WorkSql.isPaused("w.destination") + " as paused, "
            + WorkSql.isHeld("w.destination") + """
                     as held
                from schakel.work w
                where w.live and w.sweep_at <= clock_timestamp() order by w.sweep_at limit ? for update of w skip locked
            ), rested as (
                update schakel.work w
                set sweep_at = case when due.leased then w.lease_until
                    else clock_timestamp() + case when due.paused then ? else ? end * interval '1 second' end
                from due where w.id = due.id
                returning w.id, w.stream, w.destination, w.seq, due.leased or due.paused or due.held as stays
            ), announced as (
                insert into schakel.outbox (work_id)
                select id from (
                    select r.id, r.destination, row_number() over (partition by r.destination order by r.id) as nth
                    from rested r where not r.stays and\s""" + WorkSql.isFirst("r") + """
                ) heads where destination = '' or nth <= ? returning 1
            )
            select count(*) from announced""";

    private final Transactions transactions;

    Sweep(Transactions transactions) {
        this.transactions = transactions;
    }

    int sweep() {
        return transactions.atOnce(connection -> Sql.first(
                        connection,
                        SWEEP,
                        row -> row.getInt(1),
                        MOST,
                        REST_IN_PAUSE_SECONDS,
                        REST_SECONDS,
                        WorkSql.ANNOUNCED)
                .orElse(0));
    }
}
