package nl.schakel.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import nl.schakel.audit.AuditLog;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** What a handler wrote, kept until it is written in a few statements. */
final class LedgerWrites {
    private static final String SAVE_TRANSITION = """
            update schakel.transition set sender_reference = ?, request = ?::uuid, status = ?, custodian = ?,
                exit_date = ?::date, version = version + 1
            where year = ? and number = ?""";
    private static final String SAVE_TASKS = """
            insert into schakel.task (id, year, number, receiver, need, status, reason, version)
            select id, year, number, receiver, nullif(need, ''), status, nullif(reason, ''), 1
            from unnest(?::uuid[], ?::integer[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
                as t(id, year, number, receiver, need, status, reason)
            on conflict (id) do update
            set status = excluded.status, reason = excluded.reason, need = excluded.need, version = task.version + 1""";

    /**
     * Work about a referral that is not there has no stream and is refused by the table. Stream rows are locked in the order of their destinations, so that two transactions never wait for each other.
     */
    private static final String ENQUEUE = """
            with asked as (
                select a.*, t.stream, row_number() over (partition by t.stream, a.destination order by a.place) as nth
                from unnest(?::uuid[], ?::text[], ?::integer[], ?::bigint[], ?::uuid[], ?::text[], ?::text[])
                    with ordinality as a(id, kind, year, number, inbox_id, destination, subject, place)
                left join schakel.transition t on t.year = a.year and t.number = a.number
            ), places as (
                insert into schakel.stream (key, destination, last)
                select stream, destination, count(*) from asked group by stream, destination
                order by stream, destination
                on conflict (key, destination) do update set last = stream.last + excluded.last
                returning key, destination, last
            ), totals as (
                select p.*, (select count(*) from asked a where a.stream = p.key and a.destination = p.destination) as n
                from places p
            ), queued as (
                insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, sweep_at)
                select a.id, a.kind, a.year, a.number, a.inbox_id, a.destination, a.subject, a.stream,
                    s.last - s.n + a.nth, clock_timestamp() + ? * interval '1 millisecond'
                from asked a join totals s on s.key = a.stream and s.destination = a.destination
                returning id
            )
            insert into schakel.outbox (work_id) select id from queued""";

    private static final String SENT_NAME =
            "insert into schakel.sent_name (receiver, name, year, number) values (?, ?, ?, ?) on conflict do nothing";

    private static final String TRACE = """
            with line as materialized (
                select * from unnest(?::integer[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    with ordinality as t(year, number, object, stage, partner, outcome, reason, place)
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, ?, stage, nullif(partner, ''), outcome, reason from line
                where year is not null order by place
            ),\s"""
            + AuditLog.leavesOf("select stage, partner, object, '', outcome, reason from line order by place")
            + " select 1";

    private final List<Ledger.TransitionRow> transitions = new ArrayList<>();
    private final List<Ledger.TaskRow> tasks = new ArrayList<>();
    private final List<Queued> queued = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Consumer<Script>> further = new ArrayList<>();
    private final List<SentName> names = new ArrayList<>();

    /** A number by which a receiver knows what it was sent. */
    record SentName(ReferralReference reference, PartnerId receiver, String name) {}

    /** One piece of new work. */
    record Queued(
            WorkItem.Kind kind, ReferralReference reference, UUID inboxId, PartnerId destination, String subject) {}

    /** One line of the trace and its leaf; without a referral the leaf alone. */
    record Line(
            Optional<ReferralReference> reference,
            String object,
            String stage,
            Optional<PartnerId> partner,
            String outcome,
            String reason) {}

    List<Ledger.TransitionRow> transitions() {
        return transitions;
    }

    List<Ledger.TaskRow> tasks() {
        return tasks;
    }

    List<Queued> queued() {
        return queued;
    }

    List<Line> lines() {
        return lines;
    }

    List<SentName> names() {
        return names;
    }

    List<Consumer<Script>> further() {
        return further;
    }

    /** Moves everything into a script. */
    void into(Script script, Connection connection, Instant now) throws SQLException {
        transitions.forEach(changed -> save(script, changed));
        saveTasks(script, connection);
        enqueue(script, connection);
        further.forEach(writing -> writing.accept(script));
        trace(script, connection, now);
        names.forEach(sent -> script.change(
                SENT_NAME,
                sent.receiver().value(),
                sent.name(),
                sent.reference().year(),
                sent.reference().number()));
        names.clear();
        transitions.clear();
        tasks.clear();
        queued.clear();
        further.clear();
        lines.clear();
    }

    private static void save(Script script, Ledger.TransitionRow changed) {
        script.change(
                SAVE_TRANSITION,
                changed.senderReference(),
                changed.request(),
                changed.status(),
                changed.custodian().value(),
                changed.exitDate(),
                changed.reference().year(),
                changed.reference().number());
    }

    private void saveTasks(Script script, Connection connection) throws SQLException {
        if (tasks.isEmpty()) {
            return;
        }
        var last = new Columns<>(latest(tasks), connection);
        script.change(
                SAVE_TASKS,
                last.of("uuid", Ledger.TaskRow::id),
                last.of("integer", t -> t.reference().year()),
                last.of("bigint", t -> t.reference().number()),
                last.of("text", t -> t.receiver().value()),
                last.of("text", t -> t.need().map(Need::code).orElse("")),
                last.of("text", Ledger.TaskRow::status),
                last.of("text", t -> t.reason().orElse("")));
    }

    /** The same task twice in one statement is not allowed; the last word counts. */
    private static List<Ledger.TaskRow> latest(List<Ledger.TaskRow> rows) {
        var byId = new LinkedHashMap<UUID, Ledger.TaskRow>();
        rows.forEach(row -> byId.put(row.id(), row));
        return List.copyOf(byId.values());
    }

    private void enqueue(Script script, Connection connection) throws SQLException {
        if (queued.isEmpty()) {
            return;
        }
        var all = new Columns<>(queued, connection);
        script.change(
                ENQUEUE,
                all.of("uuid", q -> TimeOrderedId.next()),
                all.of("text", q -> q.kind().name()),
                all.of("integer", q -> q.reference().year()),
                all.of("bigint", q -> q.reference().number()),
                all.of("uuid", Queued::inboxId),
                all.of("text", q -> q.destination().value()),
                all.of("text", Queued::subject),
                Limits.SWEEP.toMillis());
    }

    private void trace(Script script, Connection connection, Instant now) throws SQLException {
        if (lines.isEmpty()) {
            return;
        }
        var all = new Columns<>(lines, connection);
        script.change(
                TRACE,
                all.of(
                        "integer",
                        l -> l.reference().map(ReferralReference::year).orElse(null)),
                all.of(
                        "bigint",
                        l -> l.reference().map(ReferralReference::number).orElse(null)),
                all.of("text", Line::object),
                all.of("text", Line::stage),
                all.of("text", l -> l.partner().map(PartnerId::value).orElse("")),
                all.of("text", Line::outcome),
                all.of("text", Line::reason),
                now);
    }
}
