package nl.schakel.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.audit.AuditLog;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Limits;

/**
 * The releasing transaction: the lease is checked, the handler decides and writes, and SENDING commits together with
 * the exact bytes. The bytes of the first success win over whatever is made later.
 */
final class Preparation {
    private static final String SENDING = """
            with kept as (
                insert into schakel.outgoing (work_id, message_id, channel, media_type, bytes, jws)
                values (?, ?, ?, ?, ?, ?) on conflict (work_id) do nothing
            )
            update schakel.work
            set state = 'SENDING', lease_until = clock_timestamp() + ? * interval '1 millisecond'
            where id = ?""";
    private static final String DONE = """
            with mine as (
                update schakel.work set state = 'DONE', unsettled = 0, lease_until = '-infinity', reason = ?,
                    settled_at = clock_timestamp()
                where id = ? returning stream, destination, seq
            )
            insert into schakel.outbox (work_id)
            """ + WorkSql.NEXT;
    /**
     * What nobody was sent leaves nothing behind. Of what the partner may have, the bytes stay as proof, and its answer; where it
     * gave none, this word is their end.
     */
    private static final String WITHDRAWN = """
            with mine as (
                update schakel.work set state = 'DONE', unsettled = 0, lease_until = '-infinity', reason = ?,
                    settled_at = clock_timestamp(),
                    evidence = case when reached then coalesce(evidence, convert_to('{"withdrawn":true}', 'UTF8')) end
                where id = ? returning id, stream, destination, seq, reached
            ), unsent as (
                delete from schakel.outgoing o using mine where o.work_id = mine.id and not mine.reached
            )
            insert into schakel.outbox (work_id)
            """ + WorkSql.NEXT;

    private static final String PARKED = """
            with mine as (
                update schakel.work set state = 'PARKED', unsettled = 0, lease_until = '-infinity', reason = ?,
                    settled_at = clock_timestamp()
                where id = ? returning kind, year, number, inbox_id, destination, settled_at
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, settled_at, lower(kind), nullif(destination, ''), 'parked', ? from mine
                where year is not null
            ),\s"""
            + AuditLog.leavesOf(
                    "select lower(kind), destination, ?, destination, 'parked', ? || ' of ' || inbox_id from mine")
            + " select 1";

    private static final String GAPS = """
            insert into schakel.code_gap (work_id, code_table, code, place)
            select ?, t.code_table, t.code, t.place from unnest(?::text[], ?::text[], ?::text[])
                as t(code_table, code, place)
            on conflict (work_id, code_table, code) do update set place = excluded.place""";

    /** An item whose attempts were not heard of again is suspected; then its beginning is committed before its work. */
    private static final String BEGIN =
            "update schakel.work set begun = begun + 1 where id = ? and fence = ? and state in ('OPEN', 'SENDING') and unsettled > 1";

    /** Gives the item back after a defect; the attempt stays counted as one that was never heard of again. */
    private static final String GIVE_BACK = """
            update schakel.work set lease_until = '-infinity',
                next_at = clock_timestamp() + ? * interval '1 millisecond',
                sweep_at = clock_timestamp() + ? * interval '1 millisecond'
            where id = ? and fence = ? and state in ('OPEN', 'SENDING')""";

    private final Transactions transactions;

    Preparation(Transactions transactions) {
        this.transactions = transactions;
    }

    Optional<Prepared> prepare(WorkItem item, WorkHandler handler) {
        if (item.attempt() > 1) {
            transactions.atOnce(connection -> Sql.update(connection, BEGIN, item.id(), item.fence()));
        }
        try {
            return transactions.together(connection -> prepare(connection, item, handler));
        } catch (JournalUnavailable unavailable) {
            throw unavailable;
        } catch (RuntimeException defect) {
            giveBack(item);
            throw defect;
        }
    }

    private static Optional<Prepared> prepare(Connection connection, WorkItem item, WorkHandler handler)
            throws SQLException {
        Optional<JdbcLedger> ledger = ItemHold.take(connection, item);
        if (ledger.isEmpty()) {
            return Optional.empty();
        }
        Prepared prepared = firstBytesWin(item, handler.prepare(item, ledger.get()));
        Script script = ledger.get().remaining();
        conclude(script, connection, item, prepared);
        script.runAndCommit(connection);
        return Optional.of(prepared);
    }

    private static Prepared firstBytesWin(WorkItem item, Prepared prepared) {
        return prepared instanceof Prepared.Send && item.stored().isPresent()
                ? new Prepared.Send(item.stored().get())
                : prepared;
    }

    private static void conclude(Script script, Connection connection, WorkItem item, Prepared prepared)
            throws SQLException {
        if (prepared instanceof Prepared.Send send) {
            sending(script, item, send.outgoing());
        } else if (prepared instanceof Prepared.Done done) {
            script.change(DONE, done.outcome(), item.id());
        } else if (prepared instanceof Prepared.Withdrawn withdrawn) {
            script.change(WITHDRAWN, withdrawn.outcome(), item.id());
        } else if (prepared instanceof Prepared.Park park) {
            String words = Settlement.words(park.problem());
            String object =
                    item.reference().map(Object::toString).orElse(item.inboxId().toString());
            script.change(PARKED, words, item.id(), words, object, words);
            gaps(script, connection, item, park.problem().gaps());
        }
    }

    private static void gaps(Script script, Connection connection, WorkItem item, List<CodeGap> gaps)
            throws SQLException {
        if (!gaps.isEmpty()) {
            var all = new Columns<>(onePerCode(gaps), connection);
            script.change(
                    GAPS,
                    item.id(),
                    all.of("text", CodeGap::table),
                    all.of("text", CodeGap::code),
                    all.of("text", CodeGap::place));
        }
    }

    /** The same row twice in one statement is not allowed; the first place is as good as any. */
    private static List<CodeGap> onePerCode(List<CodeGap> gaps) {
        Map<List<String>, CodeGap> byCode = new LinkedHashMap<>();
        gaps.forEach(gap -> byCode.putIfAbsent(List.of(gap.table(), gap.code()), gap));
        return List.copyOf(byCode.values());
    }

    private static void sending(Script script, WorkItem item, Outgoing outgoing) {
        script.change(
                SENDING,
                item.id(),
                outgoing.messageId(),
                outgoing.channel(),
                outgoing.mediaType(),
                outgoing.bytes(),
                outgoing.jws(),
                Limits.LEASE.toMillis(),
                item.id());
    }

    private void giveBack(WorkItem item) {
        long pause = DeliveryTerms.of(DeliveryTerms.DeliveryClass.A)
                .pauseAfter(item.attempt())
                .toMillis();
        transactions.atOnce(connection -> Sql.update(connection, GIVE_BACK, pause, pause, item.id(), item.fence()));
    }
}
