package nl.schakel.journal;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;

/** Partners to whom nothing goes until a time: for all processes on this journal, and over a restart. */
final class Holds {
    /** So many of its items are looked at when the time is over; one of them tries, and its answer has the others go on. */
    static final int TRIES = 16;

    private static final String HOLD = """
            with mine as (
                insert into schakel.hold (partner, cause, until)
                values (?, ?, clock_timestamp() + ? * interval '1 millisecond')
                on conflict (partner) do update set cause = excluded.cause, until = excluded.until
                returning partner, until
            ), tries as (
                select w.id, mine.until from schakel.work w join mine on mine.partner = w.destination
                where w.live and w.lease_until <= clock_timestamp() order by w.sweep_at limit ? for update of w skip locked
            )
            update schakel.work w set sweep_at = greatest(w.next_at, tries.until) from tries where w.id = tries.id""";

    private static final String RELEASE = """
            with mine as (
                delete from schakel.hold where partner = ? returning partner
            )
            insert into schakel.outbox (work_id)
            select head.id from\s""" + WorkSql.HEADS;

    private static final String LIST = "select partner, cause, since, until from schakel.hold order by partner";

    private final Transactions transactions;

    Holds(DataSource source) {
        this.transactions = new Transactions(source);
    }

    void hold(PartnerId partner, Journal.Cause cause, Duration time) {
        transactions.atOnce(
                connection -> Sql.update(connection, HOLD, partner.value(), cause.word(), time.toMillis(), TRIES));
    }

    void release(PartnerId partner) {
        transactions.atOnce(connection -> Sql.update(connection, RELEASE, partner.value(), WorkSql.ANNOUNCED));
    }

    List<Journal.Hold> list() {
        return transactions.atOnce(connection -> Sql.list(
                connection,
                LIST,
                row -> new Journal.Hold(
                        new PartnerId(row.getString("partner")),
                        Journal.Cause.of(row.getString("cause")),
                        Sql.instant(row, "since"),
                        Sql.instant(row, "until"))));
    }
}
