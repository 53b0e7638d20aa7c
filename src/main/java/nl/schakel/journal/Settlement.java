package nl.schakel.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nl.schakel.audit.AuditLog;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Commits what came of attempts: state, evidence, trace, leaf and the wake-up of the next in the stream, in one
 * statement, for all that ended in the same moment. An older fence matches no row, and then nothing of it happens.
 */
final class Settlement {
    /** What left is in the log by its digests, so that nobody can say later that it was something else. */
    private static final String LEAVES = """
            select lower(m.kind), m.destination, m.object, m.destination, m.outcome, concat_ws(' ', nullif(m.reason, ''),
                'of ' || m.inbox_id, 'bytes sha256 ' || encode(sha256(o.bytes), 'hex'),
                'seal sha256 ' || encode(sha256(convert_to(o.jws, 'UTF8')), 'hex'))
            from mine m left join schakel.outgoing o on o.work_id = m.id and m.outcome in ('delivered', 'refused')
            union all select 'consent', destination, object, destination, 'acknowledged', reason from heard""";

    private static final String SETTLE = """
            with verdict as materialized (
                select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                    ?::bytea[], ?::boolean[], ?::boolean[])
                    as v(id, fence, object, state, outcome, reason, pause, evidence, reached, counted)
            ), mine as (
                update schakel.work w
                set state = v.state, attempts = w.attempts - case when v.counted then 0 else 1 end, unsettled = 0, begun = 0, lease_until = '-infinity', reached = w.reached or v.reached,
                    evidence = coalesce(v.evidence, w.evidence), reason = v.reason,
                    next_at = clock_timestamp() + v.pause * interval '1 millisecond',
                    sweep_at = clock_timestamp() + v.pause * interval '1 millisecond',
                    settled_at = clock_timestamp()
                from verdict v where w.id = v.id and w.fence = v.fence and w.state in ('OPEN', 'SENDING')
                returning w.id, w.inbox_id, w.kind, w.year, w.number, w.destination, w.stream, w.seq, w.state, w.settled_at, w.reason,
                    v.outcome, v.object, w.subject
            ), heard as (
                update schakel.notice n
                set acknowledged_at = mine.settled_at, acknowledged_by = n.receiver || ', by its protocol'
                from mine where mine.outcome = 'delivered' and n.by_protocol and n.acknowledged_at is null
                and n.id = case when mine.kind = 'TELL' and mine.subject like 'notice %'
                    then substr(mine.subject, 8)::uuid end
                returning mine.year, mine.number, mine.settled_at, mine.destination, mine.object,
                    'notice ' || n.id || ' by the answer of its protocol' as reason
            ), told_as_heard as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, settled_at, 'consent', destination, 'acknowledged', reason from heard
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, settled_at, lower(kind), nullif(destination, ''), outcome, reason from mine
                where year is not null
            ), woken as (
                insert into schakel.outbox (work_id)
            """ + WorkSql.NEXT + """
                where mine.state = 'DONE'
            ),\s""" + AuditLog.leavesOf(LEAVES) + " select 1 from mine";

    private final Transactions transactions;
    private final PartnerTerms terms;
    private final SharedCommit<Verdict> commits = new SharedCommit<>(
            this::write, failure -> failure instanceof JournalUnavailable refused && refused.refusedValues());

    Settlement(Transactions transactions, PartnerTerms terms) {
        this.transactions = transactions;
        this.terms = terms;
    }

    void settle(WorkItem item, Sent sent) {
        if (sent instanceof Sent.Delivered delivered) {
            commits.write(new Verdict(
                    item, "DONE", "delivered", "", Duration.ZERO, Optional.of(delivered.evidence()), true, true));
        } else if (sent instanceof Sent.NotDelivered failed) {
            again(item, failed.problem(), false);
        } else if (sent instanceof Sent.Refused refused) {
            commits.write(Verdict.parked(item, "refused", refused.problem(), Optional.of(refused.evidence()), true));
        } else if (sent instanceof Sent.Unknown unknown) {
            unknown(item, unknown.problem());
        }
    }

    void park(WorkItem item, Problem problem) {
        commits.write(Verdict.parked(item, "parked", problem, Optional.empty(), false));
    }

    private void unknown(WorkItem item, Problem problem) {
        if (termsOf(item).mayRepeat()) {
            again(item, problem, true);
        } else {
            commits.write(
                    Verdict.parked(item, "parked", Problem.of(ProblemCode.OUTCOME_UNKNOWN), Optional.empty(), true));
        }
    }

    private void again(WorkItem item, Problem problem, boolean reached) {
        DeliveryTerms agreed = termsOf(item);
        Optional<Duration> asked = problem.again().map(DeliveryTerms::bounded);
        if (asked.isPresent()) {
            commits.write(Verdict.again(item, problem, asked.get(), reached, false));
        } else if (agreed.exhaustedBy(item.attempt())) {
            commits.write(Verdict.parked(item, "parked", spent(problem), Optional.empty(), reached));
        } else {
            Duration pause = agreed.pauseAfter(item.attempt());
            commits.write(Verdict.again(item, problem, pause, reached, true));
        }
    }

    /** Why it waits for a person after its last attempt: that it may not be called at all, or that nothing helped. */
    static Problem spent(Problem last) {
        return Problem.of(last.code() == ProblemCode.EGRESS_REFUSED ? last.code() : ProblemCode.ATTEMPTS_EXHAUSTED);
    }

    private DeliveryTerms termsOf(WorkItem item) {
        return item.destination().map(terms::of).orElse(DeliveryTerms.of(DeliveryTerms.DeliveryClass.A));
    }

    private void write(List<Verdict> verdicts) {
        transactions.atOnce(connection -> {
            var all = new Columns<>(verdicts, connection);
            return Sql.list(
                    connection,
                    SETTLE,
                    row -> true,
                    all.of("uuid", v -> v.item().id()),
                    all.of("bigint", v -> v.item().fence()),
                    all.of("text", Verdict::object),
                    all.of("text", Verdict::state),
                    all.of("text", Verdict::outcome),
                    all.of("text", Verdict::reason),
                    all.of("bigint", v -> v.pause().toMillis()),
                    connection.createArrayOf(
                            "bytea",
                            verdicts.stream()
                                    .map(v -> v.evidence().orElse(null))
                                    .toArray(byte[][]::new)),
                    all.of("boolean", Verdict::reached),
                    all.of("boolean", Verdict::counted));
        });
    }

    /** The problem's code and sentence; its places and values speak about a message and stay out. */
    static String words(Problem problem) {
        return problem.code().id() + " " + problem.code().english();
    }

    /**
     * What came of one attempt.
     *
     * @param reached the partner may have the bytes
     * @param counted false when the partner asked us to wait: that uses up nothing
     */
    private record Verdict(
            WorkItem item,
            String state,
            String outcome,
            String reason,
            Duration pause,
            Optional<byte[]> evidence,
            boolean reached,
            boolean counted) {
        static Verdict again(WorkItem item, Problem problem, Duration pause, boolean reached, boolean counted) {
            return new Verdict(item, "OPEN", "retry", words(problem), pause, Optional.empty(), reached, counted);
        }

        static Verdict parked(
                WorkItem item, String outcome, Problem problem, Optional<byte[]> evidence, boolean reached) {
            return new Verdict(item, "PARKED", outcome, words(problem), Duration.ZERO, evidence, reached, true);
        }

        String object() {
            return item.reference().map(Object::toString).orElse(item.inboxId().toString());
        }
    }
}
