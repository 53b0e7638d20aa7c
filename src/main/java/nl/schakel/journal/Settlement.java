package nl.schakel.journal;

import java.time.Duration;
import java.util.Optional;
import nl.schakel.audit.AuditLog;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Commits what came of an attempt: state, evidence, trace, leaf and the wake-up of the next in the stream, in one
 * statement. An older fence matches no row, and then nothing of it happens.
 */
final class Settlement {
    private static final String SETTLE = """
            with mine as (
                update schakel.work
                set state = ?, unsettled = 0, begun = 0, lease_until = '-infinity', evidence = coalesce(?, evidence), reason = ?,
                    next_at = clock_timestamp() + ? * interval '1 millisecond',
                    sweep_at = clock_timestamp() + ? * interval '1 millisecond',
                    settled_at = clock_timestamp()
                where id = ? and fence = ? and state in ('OPEN', 'SENDING')
                returning id, kind, year, number, destination, stream, seq, state, settled_at
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, settled_at, lower(kind), nullif(destination, ''), ?, ? from mine
                where year is not null
            ), woken as (
                insert into schakel.outbox (work_id)
                select next.id from mine cross join lateral (
                    select w.id from schakel.work w where w.stream = mine.stream
                    and w.destination = mine.destination and w.seq > mine.seq and w.blocking
                    order by w.seq limit 1) next
                where mine.state = 'DONE'
            ),\s"""
            + AuditLog.leavesOf("select lower(kind), destination, ?, destination, ?, ? from mine")
            + " select 1 from mine";

    private final Transactions transactions;
    private final PartnerTerms terms;

    Settlement(Transactions transactions, PartnerTerms terms) {
        this.transactions = transactions;
        this.terms = terms;
    }

    void settle(WorkItem item, Sent sent) {
        if (sent instanceof Sent.Delivered delivered) {
            write(item, new Verdict("DONE", "delivered", "", Duration.ZERO, Optional.of(delivered.evidence())));
        } else if (sent instanceof Sent.NotDelivered failed) {
            again(item, failed.problem());
        } else if (sent instanceof Sent.Refused refused) {
            write(item, Verdict.parked("refused", refused.problem(), Optional.of(refused.evidence())));
        } else if (sent instanceof Sent.Unknown unknown) {
            unknown(item, unknown.problem());
        }
    }

    void park(WorkItem item, Problem problem) {
        write(item, Verdict.parked("parked", problem, Optional.empty()));
    }

    private void unknown(WorkItem item, Problem problem) {
        if (termsOf(item).mayRepeat()) {
            again(item, problem);
        } else {
            park(item, Problem.of(ProblemCode.OUTCOME_UNKNOWN));
        }
    }

    private void again(WorkItem item, Problem problem) {
        DeliveryTerms agreed = termsOf(item);
        if (agreed.exhaustedBy(item.attempt())) {
            park(item, Problem.of(ProblemCode.ATTEMPTS_EXHAUSTED));
        } else {
            Duration pause = agreed.pauseAfter(item.attempt());
            write(item, new Verdict("OPEN", "retry", words(problem), pause, Optional.empty()));
        }
    }

    private DeliveryTerms termsOf(WorkItem item) {
        return item.destination().map(terms::of).orElse(DeliveryTerms.of(DeliveryTerms.DeliveryClass.A));
    }

    private void write(WorkItem item, Verdict verdict) {
        String object =
                item.reference().map(Object::toString).orElse(item.inboxId().toString());
        long pause = verdict.pause().toMillis();
        transactions.atOnce(connection -> Sql.list(
                connection,
                SETTLE,
                row -> true,
                verdict.state(),
                verdict.evidence(),
                verdict.reason(),
                pause,
                pause,
                item.id(),
                item.fence(),
                verdict.outcome(),
                verdict.reason(),
                object,
                verdict.outcome(),
                verdict.reason()));
    }

    /** The problem's code and sentence; its places and values speak about a message and stay out. */
    static String words(Problem problem) {
        return problem.code().id() + " " + problem.code().english();
    }

    /** What is written. */
    private record Verdict(String state, String outcome, String reason, Duration pause, Optional<byte[]> evidence) {
        static Verdict parked(String outcome, Problem problem, Optional<byte[]> evidence) {
            return new Verdict("PARKED", outcome, words(problem), Duration.ZERO, evidence);
        }
    }
}
