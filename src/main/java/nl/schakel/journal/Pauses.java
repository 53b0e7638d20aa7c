package nl.schakel.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import nl.schakel.audit.AuditLog;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;

/** Partners to whom nothing goes until a person says so: their work is not claimed, and waits in its order. */
public final class Pauses {
    private static final String PAUSE = """
            with mine as (
                insert into schakel.pause (partner, paused_by) values (?, ?) on conflict do nothing returning partner
            ),\s"""
            + AuditLog.leavesOf("select 'partner', ?::text, partner, partner, 'paused', ?::text from mine")
            + " select 1 from mine";
    private static final String RESUME = """
            with mine as (
                delete from schakel.pause where partner = ? returning partner
            ), heads as (
                select head.id from\s""" + WorkSql.HEADS + """
            ), guarded as (
                update schakel.work w set sweep_at = clock_timestamp() + ? * interval '1 millisecond'
                from heads where w.id = heads.id
            ), announced as (
                insert into schakel.outbox (work_id) select id from heads order by id
            ),\s"""
            + AuditLog.leavesOf("select 'partner', ?::text, partner, partner, 'resumed', ?::text from mine")
            + " select 1 from mine";

    private static final String LIST = "select partner, paused_by, paused_at from schakel.pause order by partner";

    private final Transactions transactions;

    public Pauses(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /** A partner to whom nothing goes, by whom that was said and when. */
    public record Pause(PartnerId partner, String by, Instant at) {}

    /** False when it was paused already. */
    public boolean pause(PartnerId partner, WorkList.Said word) {
        return transactions.atOnce(connection -> Sql.first(
                        connection, PAUSE, row -> true, partner.value(), word.by(), word.by(), word.whole())
                .isPresent());
    }

    /** The oldest of what waited are announced at once, and are followed by the others; false when it was not paused. */
    public boolean resume(PartnerId partner, WorkList.Said word) {
        Optional<Boolean> done = transactions.atOnce(connection -> Sql.first(
                connection,
                RESUME,
                row -> true,
                partner.value(),
                WorkSql.ANNOUNCED,
                Limits.SWEEP.toMillis(),
                word.by(),
                word.whole()));
        return done.isPresent();
    }

    public List<Pause> list() {
        return transactions.atOnce(connection -> Sql.list(
                connection,
                LIST,
                row -> new Pause(
                        new PartnerId(row.getString("partner")),
                        row.getString("paused_by"),
                        Sql.instant(row, "paused_at"))));
    }
}
