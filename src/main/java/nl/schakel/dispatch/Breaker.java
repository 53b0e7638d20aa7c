package nl.schakel.dispatch;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import nl.schakel.journal.DeliveryTerms;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Sent;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Says when a partner is to be left alone for a moment: it was not reached several times one after the other, or it asked for
 * that. After each such time one call tries ({@link Lane} gives a silent partner one worker); its answer ends it. Safe for use by
 * several threads; knows as many partners as were called.
 */
final class Breaker {
    /** A hiccup is over by then: the first steps of the usual schedule. */
    static final int FAILURES = 5;

    private static final Duration FIRST = Duration.ofSeconds(5);
    /** A partner that is back is noticed within this time; one call a minute burdens nobody. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Another server in its place is as good as none. */
    private static final Set<ProblemCode> NOT_REACHED =
            EnumSet.of(ProblemCode.PARTNER_UNREACHABLE, ProblemCode.SERVER_KEY_UNKNOWN);

    private final Map<PartnerId, Row> rows = new HashMap<>();
    private final LongSupplier nanos;

    Breaker(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What is to be done about a partner. */
    record Verdict(Journal.Cause cause, Duration time) {}

    private static final class Row {
        int failures;
        boolean held;
        long until;
        Duration next = FIRST;
    }

    /** An earlier process left it so: its first answer ends it. */
    synchronized void wasHeld(PartnerId partner) {
        Row row = row(partner);
        row.held = true;
        row.failures = FAILURES;
        row.until = nanos.getAsLong();
    }

    /** Whether an answer of this partner ends a hold; and forgets what was before it. */
    synchronized boolean answered(PartnerId partner) {
        Row row = rows.remove(partner);
        return row != null && row.held;
    }

    /** Whether this is a reason to leave the partner alone, and for how long. */
    synchronized Optional<Verdict> notReached(PartnerId partner, Sent sent) {
        Optional<Duration> asked = problem(sent).flatMap(Problem::again).map(DeliveryTerms::bounded);
        if (asked.isPresent()) {
            return Optional.of(held(row(partner), Journal.Cause.ASKED, asked.get()));
        }
        return counts(sent) ? failed(row(partner)) : Optional.empty();
    }

    private Optional<Verdict> failed(Row row) {
        row.failures++;
        boolean begunBefore = row.held && nanos.getAsLong() - row.until < 0;
        if (row.failures < FAILURES || begunBefore) {
            return Optional.empty();
        }
        Duration time = row.next;
        Duration twice = time.multipliedBy(2);
        row.next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return Optional.of(held(row, Journal.Cause.UNREACHABLE, time));
    }

    private Verdict held(Row row, Journal.Cause cause, Duration time) {
        row.held = true;
        row.until = nanos.getAsLong() + time.toNanos();
        return new Verdict(cause, time);
    }

    private Row row(PartnerId partner) {
        return rows.computeIfAbsent(partner, id -> new Row());
    }

    /** That our own connections were all in use, or that it has no channel, says nothing about the partner. */
    private static boolean counts(Sent sent) {
        return sent instanceof Sent.Unknown
                || problem(sent)
                        .filter(problem -> NOT_REACHED.contains(problem.code()))
                        .isPresent();
    }

    private static Optional<Problem> problem(Sent sent) {
        return sent instanceof Sent.NotDelivered failed ? Optional.of(failed.problem()) : Optional.empty();
    }
}
