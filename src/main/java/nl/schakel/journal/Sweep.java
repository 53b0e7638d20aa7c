package nl.schakel.journal;

/**
 * Puts back into the outbox what is due or whose lease ended: this makes the loss of the whole broker a delay. Each
 * sweep is bounded, and an item that was swept rests a while, so that a long queue is not announced over and over.
 */
final class Sweep {
    /** With a sweep a second this is far more than the workers can do, and still a short transaction. */
    static final int MOST = 1_000;
    /** How long a swept item rests, in seconds; it may be waiting in the broker or behind another one. */
    static final int REST_SECONDS = 60;

    private static final String SWEEP = """
            with due as (
                select id, lease_until > clock_timestamp() as held from schakel.work
                where live and sweep_at <= clock_timestamp() order by sweep_at limit ? for update skip locked
            ), rested as (
                update schakel.work w
                set sweep_at = case when due.held then w.lease_until
                    else clock_timestamp() + ? * interval '1 second' end
                from due where w.id = due.id
                returning w.id, w.stream, w.destination, w.seq, due.held
            ), announced as (
                insert into schakel.outbox (work_id)
                select r.id from rested r where not r.held
                and\s""" + WorkSql.isFirst("r") + """
                returning 1
            )
            select count(*) from announced""";

    private final Transactions transactions;

    Sweep(Transactions transactions) {
        this.transactions = transactions;
    }

    int sweep() {
        return transactions.atOnce(connection -> Sql.first(connection, SWEEP, row -> row.getInt(1), MOST, REST_SECONDS)
                .orElse(0));
    }
}
