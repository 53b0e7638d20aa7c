package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import nl.schakel.audit.AuditLog;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/**
 * What waits, and what a person does about it: hold it back, let it go on, have it tried again, or end it. Each of these is
 * one statement with its trace and audit leaf, and does nothing to an item that a worker holds.
 */
public final class WorkList {
    /** Which rows of work a {@link Filter} means. */
    static final String CHOSEN = """
            (?::uuid is null or w.id = ?) and (?::text is null or w.destination = ?) and (?::text is null or w.reason like ? || ' %')
            and (?::integer is null or (w.year = ? and w.number = ?))""";

    private static final String ITEMS = """
            select w.id, w.kind, w.year, w.number, w.destination, w.state, w.attempts, w.reached, w.reason,
                i.sender, i.message_id, i.event,\s""" + WorkSql.SINCE + " as since, " + WorkSql.WAITS_FOR + ", "
            + WorkSql.NEXT_AT + """
                 as next_at,
                (select count(*) from schakel.work b where b.stream = w.stream and b.destination = w.destination
                    and b.seq > w.seq and b.blocking) as behind
            from schakel.work w left join schakel.inbox i on i.id = w.inbox_id
            where w.blocking and (? or w.state = 'PARKED') and\s""" + CHOSEN + " order by w.id limit ?";
    private static final String SUMS = """
            select w.destination, coalesce(w.reason, '') as reason, count(*) as waiting,
                min(\s""" + WorkSql.SINCE + """
                ) as since
            from schakel.work w where w.blocking and (? or w.state = 'PARKED') and\s""" + CHOSEN
            + " group by w.destination, coalesce(w.reason, '') order by count(*) desc, w.destination limit 1000";

    private static final String PARK = """
            with mine as (
                update schakel.work set state = 'PARKED', unsettled = 0, reason = ?, settled_at = clock_timestamp()
                where id = ? and state = 'OPEN' and lease_until <= clock_timestamp()
                returning kind, year, number, inbox_id, destination, settled_at
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, settled_at, lower(kind), nullif(destination, ''), 'parked', ? from mine
                where year is not null
            ),\s"""
            + AuditLog.leavesOf("select lower(kind), ?::text, inbox_id::text, destination, 'parked', ?::text from mine")
            + " select 1 from mine";

    /**
     * What nobody was sent leaves nothing behind; of what the partner may have, the bytes stay, with this word as their end. The
     * next in the stream goes on, and the sender hears of a delivery or a referral that is given up.
     */
    private static final String SKIP = """
            with mine as (
                update schakel.work set state = 'DONE', unsettled = 0, settled_at = clock_timestamp(), reason = 'skipped',
                    evidence = coalesce(evidence, case when reached then convert_to('{"skipped":true}', 'UTF8') end)
                where id = ? and state = 'PARKED'
                and kind in ('ROUTE', 'DELIVER', 'TELL')
                returning id, kind, year, number, inbox_id, destination, subject, stream, seq, reached, settled_at
            ), unsent as (
                delete from schakel.outgoing o using mine where o.work_id = mine.id and not mine.reached
            ), no_longer_missed as (
                delete from schakel.code_gap g using mine where g.work_id = mine.id
            ), woken as (
                insert into schakel.outbox (work_id)
            """ + WorkSql.NEXT + """
            ), owed as (
                select * from mine where year is not null and (kind = 'DELIVER' or subject = 'REFERRAL')
            ), place as (
                insert into schakel.stream (key, destination, last)
                select stream, '', 1 from owed
                on conflict (key, destination) do update set last = stream.last + 1 returning last
            ), queued as (
                insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, sweep_at)
                select ?, 'ROUTE', year, number, inbox_id, '', ? || subject, stream, last,
                    clock_timestamp() + interval '60 seconds'
                from owed, place returning id
            ), announced as (
                insert into schakel.outbox (work_id) select id from queued
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, settled_at, lower(kind), nullif(destination, ''), 'skipped', ? from mine
                where year is not null
            ),\s"""
            + AuditLog.leavesOf(
                    "select lower(kind), ?::text, inbox_id::text, destination, 'skipped', ?::text from mine")
            + " select 1 from mine";

    private final Transactions transactions;

    public WorkList(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /**
     * Which work is meant; what is absent leaves all.
     *
     * @param id one item alone
     * @param code a problem by which it is parked, such as {@code SCH-6004}
     */
    public record Filter(
            Optional<UUID> id,
            Optional<PartnerId> partner,
            Optional<String> code,
            Optional<ReferralReference> reference) {
        public static final Filter ALL =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public static Filter item(UUID id) {
            return new Filter(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
        }

        Object[] with(List<Object> before, Object... after) {
            Optional<Object> to = partner.map(PartnerId::value);
            Optional<Integer> year = reference.map(ReferralReference::year);
            Optional<Long> number = reference.map(ReferralReference::number);
            return Stream.of(
                            before.stream(),
                            Stream.<Object>of(id, id, to, to, code, code, year, year, number),
                            Stream.of(after))
                    .flatMap(all -> all)
                    .toArray();
        }
    }

    /**
     * One item that waits.
     *
     * @param reached whether the partner may have it already
     * @param message by which it came to be; for what is about no referral nothing else says whose it is
     * @param since when it was made, or a person was first needed for it
     * @param paused whether it waits until a person lets its partner be called again
     * @param waitsFor the first of those of the same client for the same partner that go before it
     * @param nextAt when it is tried by itself; absent when anything else stands in its way
     * @param behind how many items of the same client for the same partner wait for this one
     */
    public record Item(
            UUID id,
            WorkItem.Kind kind,
            Optional<ReferralReference> reference,
            Optional<PartnerId> destination,
            String state,
            int attempts,
            boolean reached,
            Optional<String> reason,
            Optional<Message> message,
            Instant since,
            boolean paused,
            Optional<UUID> waitsFor,
            Optional<Instant> nextAt,
            long behind) {}

    /** As its sender knows it. */
    public record Message(PartnerId sender, String id, String event) {}

    /** How much waits for one partner (or for us) for one reason, and since when. */
    public record Sum(Optional<PartnerId> destination, String reason, long waiting, Instant since) {}

    /** @param openToo also what is to be tried by itself, not only what waits for a person */
    public List<Item> items(Filter filter, boolean openToo, int most) {
        return transactions.atOnce(
                connection -> Sql.list(connection, ITEMS, WorkList::item, filter.with(List.of(openToo), most)));
    }

    public List<Sum> sums(Filter filter, boolean openToo) {
        return transactions.atOnce(
                connection -> Sql.list(connection, SUMS, WorkList::sum, filter.with(List.of(openToo))));
    }

    /** The moment by the database's clock, by which a replay says what was parked before it. */
    public Instant now() {
        return transactions.atOnce(
                connection -> Sql.first(connection, "select clock_timestamp() as now", row -> Sql.instant(row, "now"))
                        .orElseThrow());
    }

    /**
     * What {@link #replay} would do; changes nothing.
     *
     * @param unknownToo also that of which it is not known whether the receiver has it
     * @param before what was parked later is not meant
     */
    public List<Prospect> prospects(Filter filter, boolean unknownToo, Instant before) {
        return transactions.atOnce(connection -> Replays.prospects(connection, filter, unknownToo, before));
    }

    /**
     * Has what is parked tried again, oldest first, as if it had never been tried: the bytes that were made before are sent
     * unchanged.
     *
     * @param unknownToo also that of which it is not known whether the receiver has it
     * @param before what was parked later is not meant: the same moment for every batch, else what is parked again at once is
     *     taken again for ever, and what stands behind it never
     * @param word who said so and why, for the audit alone; the trace names the person
     * @return how many items; none is left when it is less than {@code most}
     */
    public int replay(Filter filter, boolean unknownToo, Instant before, Said word, int most) {
        return transactions.atOnce(connection -> Replays.again(connection, filter, unknownToo, before, word, most));
    }

    /** Has one item tried again, whatever it is parked for but a code or a second look; false when there is none. */
    public boolean resume(Filter one, Said word) {
        return transactions.atOnce(connection -> Replays.alone(connection, one, word)) > 0;
    }

    /** Holds back an item that waits to be tried; false when there is none, or a worker has it. */
    public boolean park(UUID id, Said word) {
        String words = Settlement.words(Problem.of(ProblemCode.HELD_BY_PERSON));
        return changed(PARK, words, id, words + ", by " + word.by(), word.by(), word.whole());
    }

    /** Ends a parked delivery, notice or message for good; false when there is none. */
    public boolean skip(UUID id, Said word) {
        return changed(SKIP, id, TimeOrderedId.next(), WorkItem.SKIPPED, "by " + word.by(), word.by(), word.whole());
    }

    /**
     * Who says something, and why.
     *
     * @param reason in their own words: for the audit, in no trace and no log
     */
    public record Said(String by, String reason) {
        String whole() {
            return "by " + by + ": " + reason;
        }
    }

    private boolean changed(String sql, Object... values) {
        return transactions.atOnce(
                connection -> Sql.first(connection, sql, row -> true, values).isPresent());
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getObject("id", UUID.class),
                WorkItem.Kind.valueOf(row.getString("kind")),
                Sql.maybeReference(row),
                Sql.maybePartner(row, "destination"),
                row.getString("state"),
                row.getInt("attempts"),
                row.getBoolean("reached"),
                Sql.maybeText(row, "reason"),
                message(row),
                Sql.instant(row, "since"),
                row.getBoolean("paused"),
                Sql.maybe(row.getObject("waits_for", UUID.class)),
                WorkRow.nextAt(row),
                row.getLong("behind"));
    }

    private static Optional<Message> message(ResultSet row) throws SQLException {
        Optional<PartnerId> sender = Sql.maybePartner(row, "sender");
        return sender.isEmpty()
                ? Optional.empty()
                : Optional.of(new Message(sender.get(), row.getString("message_id"), row.getString("event")));
    }

    private static Sum sum(ResultSet row) throws SQLException {
        return new Sum(
                Sql.maybePartner(row, "destination"),
                row.getString("reason"),
                row.getLong("waiting"),
                Sql.instant(row, "since"));
    }
}
