package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Counts whether every accepted message is somewhere: open, parked or done with proof. Anything else is an alarm. */
public final class Reconciliation {
    /** Done with proof: nothing left to do, and for whatever was sent the partner's answer is there. */
    private static final String COUNT = """
            with places as materialized (
                select w.inbox_id, bool_or(w.state = 'PARKED') as parked, bool_or(w.live) as open,
                    bool_and(w.state <> 'DONE' or w.evidence is not null
                        or not exists (select 1 from schakel.outgoing o where o.work_id = w.id)) as proven
                from schakel.work w where w.id >= ? group by w.inbox_id
            )
            select count(*) as accepted, count(*) filter (where parked) as parked,
                count(*) filter (where open and not coalesce(parked, false)) as open,
                count(*) filter (where case when w.inbox_id is null then i.applied
                    else proven and not parked and not open end) as done
            from schakel.inbox i left join places w on w.inbox_id = i.id where i.id >= ?""";

    /** Unlike all else here it looks at many rows at once, whatever the statistics say. */
    private static final List<String> MANY =
            List.of("set local enable_hashjoin = on", "set local enable_nestloop = off");

    private static final String WHOLE_TABLES = "set local enable_seqscan = on";

    /** Work is made after its message, perhaps by a process whose clock is behind. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final Transactions transactions;
    /** Only the watch counts; whoever asks how it is reads what it found. */
    private volatile Optional<Count> last = Optional.empty();

    public Reconciliation(DataSource source) {
        transactions = new Transactions(source);
    }

    /** Reads the whole journal once, in one snapshot. */
    public Balance balance() {
        Balance whole = balance(new UUID(0, 0), new UUID(0, 0), List.of(WHOLE_TABLES));
        last = Optional.of(new Count(Instant.now(), whole, 0));
        return whole;
    }

    /** Of what was accepted in the last time alone: its cost does not grow with what is stored. */
    public Balance balance(Duration lately) {
        Instant from = Instant.now().minus(lately);
        Balance recent = balance(TimeOrderedId.earliest(from.minus(SKEW)), TimeOrderedId.earliest(from), List.of());
        last = last.map(count -> new Count(count.at(), count.whole(), recent.unaccounted()));
        return recent;
    }

    /** What this process found when it last counted the whole journal; empty before it did. */
    public Optional<Count> last() {
        return last;
    }

    private Balance balance(UUID firstWork, UUID firstMessage, List<String> plan) {
        return transactions.together(connection -> {
            Script script = new Script();
            MANY.forEach(script::change);
            plan.forEach(script::change);
            var balance = script.ask(COUNT, Reconciliation::row, firstWork, firstMessage);
            script.runAndCommit(connection);
            return balance.first().orElseThrow();
        });
    }

    private static Balance row(ResultSet row) throws SQLException {
        return new Balance(row.getLong("accepted"), row.getLong("open"), row.getLong("parked"), row.getLong("done"));
    }

    /**
     * A count of the whole journal, and what was found since.
     *
     * @param at when the whole was counted
     * @param since how many of what came lately were nowhere when that alone was counted
     */
    public record Count(Instant at, Balance whole, long since) {

        /** Messages that are nowhere: must be zero. */
        public long unaccounted() {
            return Math.max(whole.unaccounted(), since);
        }
    }

    /**
     * Accepted messages by where they are.
     *
     * @param parked at least one item waits for a person
     * @param open at least one item is still to be done, none is parked
     * @param done all is done, and what was sent is proven; or it took effect with its acceptance
     */
    public record Balance(long accepted, long open, long parked, long done) {

        /** Messages that are nowhere: must be zero. */
        public long unaccounted() {
            return accepted - open - parked - done;
        }
    }
}
