package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/**
 * What there was for each partner, by numbers that count from 1 for this partner, without a gap and for ever. Numbers are given
 * when somebody asks, under the partner's lock and in one transaction; what commits later gets a later number.
 */
public final class Events {
    /** So many in one transaction; who asks waits for all. */
    private static final int BATCH = 10_000;

    private static final String ANY =
            "select exists (select 1 from schakel.event where partner = ? and number is null) as any";
    private static final String MADE = "insert into schakel.subscription (partner) values (?) on conflict do nothing";
    private static final String LOCKED = "select last from schakel.subscription where partner = ? for update";

    /** A statement of its own behind the lock: it sees all that was committed until then, and no other gives numbers. */
    private static final String NUMBERED = """
            with waiting as (
                select work_id, row_number() over (order by at, work_id) as place from (
                    select work_id, at from schakel.event where partner = ? and number is null
                    order by at, work_id limit ?) first
            ), given as (
                update schakel.event e set number = s.last + w.place from waiting w, schakel.subscription s
                where e.work_id = w.work_id and s.partner = ? returning 1
            )
            update schakel.subscription set last = last + (select count(*) from given) where partner = ?
            returning (select count(*) from given) as given""";

    private static final String LAST = "select last from schakel.subscription where partner = ?";

    /** Delivered is what its partner answered for; what a person ended has a word in the place of a reason. */
    private static final String LIST = """
            select e.number as event, e.at, e.work_id, w.kind, w.subject, w.year, w.number, w.reason, o.message_id,
                case when w.state = 'PARKED' then 'HELD' when w.state <> 'DONE' then 'WAITING'
                    when w.evidence is not null and coalesce(w.reason, '') = '' then 'DELIVERED' else 'ENDED' end as state,
                t.forgotten_at is not null as forgotten,
                exists (select 1 from schakel.conflict c where c.stream = t.stream and c.ended_at is null) as guarded
            from schakel.event e left join schakel.work w on w.id = e.work_id
            left join schakel.outgoing o on o.work_id = e.work_id
            left join schakel.transition t on t.year = w.year and t.number = w.number
            where e.partner = ? and e.number >= ? and e.number <= ? order by e.number limit ?""";

    private static final String OWN = """
            select k.id from unnest(?::uuid[]) asked(id) join schakel.task k on k.id = asked.id where k.receiver = ?
            union all
            select n.id from unnest(?::uuid[]) asked(id) join schakel.notice n on n.id = asked.id where n.receiver = ?""";

    private final Transactions transactions;

    public Events(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /** How an event stands, in words that its receiver may know. */
    public enum State {
        /** It comes by itself. */
        WAITING,
        /** Its partner answered that it has it. */
        DELIVERED,
        /** It waits for a person at the gateway. */
        HELD,
        /** It does not come any more. */
        ENDED
    }

    /**
     * One delivery or word for a partner.
     *
     * @param number counts from 1
     * @param workId for a person's word about it alone
     * @param subject as the {@link WorkItem} has it
     * @param messageId of the bytes that were made for it; absent when nothing was released yet, or any more
     * @param reason why it waits or ended; for us alone
     * @param forgotten its referral is older than anything is kept
     * @param guarded somebody may hear nothing of this client: whether that is this partner is to be looked at
     */
    public record Event(
            long number,
            Instant at,
            UUID workId,
            WorkItem.Kind kind,
            String subject,
            Optional<ReferralReference> reference,
            Optional<String> messageId,
            State state,
            Optional<String> reason,
            boolean forgotten,
            boolean guarded) {}

    /** Numbers what has no number yet; returns the last number of this partner, 0 when there never was anything. */
    public long number(PartnerId partner) {
        String id = partner.value();
        long given = BATCH;
        while (given == BATCH) {
            given = isAny(id) ? transactions.together(connection -> numbered(connection, id)) : 0;
        }
        return transactions.atOnce(connection ->
                Sql.first(connection, LAST, row -> row.getLong("last"), id).orElse(0L));
    }

    private boolean isAny(String partner) {
        return transactions.atOnce(connection -> Sql.first(connection, ANY, row -> row.getBoolean("any"), partner)
                .orElseThrow());
    }

    private static long numbered(Connection connection, String partner) throws SQLException {
        Script script = new Script();
        script.change(MADE, partner);
        script.ask(LOCKED, row -> row.getLong("last"), partner);
        Script.Reply<Long> given = script.ask(NUMBERED, row -> row.getLong("given"), partner, BATCH, partner, partner);
        script.runAndCommit(connection);
        return given.first().orElse(0L);
    }

    /** What is numbered from {@code since} to {@code until}, both included, the first {@code most} of it. */
    public List<Event> list(PartnerId partner, long since, long until, int most) {
        return transactions.atOnce(
                connection -> Sql.list(connection, LIST, Events::event, partner.value(), since, until, most));
    }

    /** Which of these are ids of tasks or notices of this partner's own, which it may read. */
    public Set<UUID> own(PartnerId partner, List<UUID> ids) {
        return transactions.atOnce(connection -> {
            Object all = connection.createArrayOf("uuid", ids.toArray());
            return new HashSet<>(Sql.list(
                    connection,
                    OWN,
                    row -> row.getObject("id", UUID.class),
                    all,
                    partner.value(),
                    all,
                    partner.value()));
        });
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("event"),
                Sql.instant(row, "at"),
                row.getObject("work_id", UUID.class),
                Sql.maybeText(row, "kind").map(WorkItem.Kind::valueOf).orElse(WorkItem.Kind.DELIVER),
                Sql.maybeText(row, "subject").orElse(""),
                Sql.maybeReference(row),
                Sql.maybeText(row, "message_id"),
                State.valueOf(row.getString("state")),
                Sql.maybeText(row, "reason"),
                row.getBoolean("forgotten"),
                row.getBoolean("guarded"));
    }
}
