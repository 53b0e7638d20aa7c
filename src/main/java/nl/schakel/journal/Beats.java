package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;

/** When partners that want a sign of life were given one, kept for all processes together; no attempt of any work is counted. */
public final class Beats {
    private static final String KNOWN = """
            insert into schakel.subscription (partner, beat_at) values (?, clock_timestamp())
            on conflict (partner) do update set beat_at = clock_timestamp() where subscription.beat_at is null""";

    /** What was delivered lately is looked for among the last events: an older one that is delivered now costs one beat too many. */
    private static final String DUE = """
            update schakel.subscription s set beat_at = clock_timestamp()
            where s.partner = ? and s.beat_at <= clock_timestamp() - ? * interval '1 millisecond'
            and\s""" + WorkSql.mayBeCalled("s.partner") + """
             and not exists (
                select 1 from schakel.event e join schakel.work w on w.id = e.work_id
                where e.partner = s.partner and e.number > s.last - 50 and w.state = 'DONE' and w.evidence is not null
                and coalesce(w.reason, '') = '' and w.settled_at > clock_timestamp() - ? * interval '1 millisecond')
            returning 1""";

    private static final String HEARD =
            "update schakel.subscription set heard_at = clock_timestamp(), failed_since = null where partner = ?";
    private static final String FAILED = "update schakel.subscription set failed_since = clock_timestamp()"
            + " where partner = ? and failed_since is null";
    private static final String LIST = """
            select partner, heard_at, failed_since from schakel.subscription
            where heard_at is not null or failed_since is not null""";

    private final Transactions transactions;

    public Beats(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /** How it went: when a partner last took one, and since when it takes none. */
    public record Beat(PartnerId partner, Optional<Instant> heardAt, Optional<Instant> failedSince) {}

    /**
     * Whether this partner is to be given one now: for so long it got neither a beat nor a delivery, and nobody holds or paused it. Says
     * yes once, to one process. The first time comes one interval after the partner was first asked about.
     */
    public boolean isDue(PartnerId partner, Duration every) {
        Script script = new Script();
        script.change(KNOWN, partner.value());
        Script.Reply<Boolean> due = script.ask(DUE, row -> true, partner.value(), every.toMillis(), every.toMillis());
        transactions.atOnce(connection -> {
            script.run(connection);
            return due;
        });
        return due.first().isPresent();
    }

    /** It took it. */
    public void heard(PartnerId partner) {
        transactions.atOnce(connection -> Sql.update(connection, HEARD, partner.value()));
    }

    /** It did not take it; true the first time. */
    public boolean failed(PartnerId partner) {
        return transactions.atOnce(connection -> Sql.update(connection, FAILED, partner.value())) > 0;
    }

    public List<Beat> list() {
        return transactions.atOnce(connection -> Sql.list(connection, LIST, Beats::beat));
    }

    private static Beat beat(ResultSet row) throws SQLException {
        return new Beat(
                new PartnerId(row.getString("partner")),
                Sql.maybeInstant(row, "heard_at"),
                Sql.maybeInstant(row, "failed_since"));
    }
}
