package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Counts whether every accepted message is somewhere: open, parked or done with proof. Anything else is an alarm. */
public final class Reconciliation {
    /** Done with proof: nothing left to do, and for whatever was sent the partner's answer is there. */
    private static final String COUNT = """
            with accepted as (select id, applied from schakel.inbox where id >= ?)
            select count(*) as accepted, count(*) filter (where parked) as parked,
                count(*) filter (where open and not coalesce(parked, false)) as open,
                count(*) filter (where case when w.inbox_id is null then i.applied
                    else proven and not parked and not open end) as done
            from accepted i
            left join (
                select w.inbox_id, bool_or(w.state = 'PARKED') as parked, bool_or(w.live) as open,
                    bool_and(w.state <> 'DONE' or w.evidence is not null or o.work_id is null) as proven
                from accepted a join schakel.work w on w.inbox_id = a.id
                left join schakel.outgoing o on o.work_id = w.id group by w.inbox_id
            ) w on w.inbox_id = i.id""";

    /** Unlike all else here it reads everything, and may plan for that. */
    private static final List<String> WHOLE_TABLES =
            List.of("set local enable_seqscan = on", "set local enable_hashjoin = on");

    private final Transactions transactions;

    public Reconciliation(DataSource source) {
        transactions = new Transactions(source);
    }

    /** Reads the whole journal once, in one snapshot. */
    public Balance balance() {
        return transactions.together(connection -> {
            Script script = new Script();
            WHOLE_TABLES.forEach(script::change);
            var balance = script.ask(COUNT, Reconciliation::row, new UUID(0, 0));
            script.runAndCommit(connection);
            return balance.first().orElseThrow();
        });
    }

    /** Of what was accepted in the last time alone: its cost does not grow with what is stored. */
    public Balance balance(Duration last) {
        return transactions.atOnce(connection -> Sql.first(
                        connection,
                        COUNT,
                        Reconciliation::row,
                        TimeOrderedId.earliest(Instant.now().minus(last)))
                .orElseThrow());
    }

    private static Balance row(ResultSet row) throws SQLException {
        return new Balance(row.getLong("accepted"), row.getLong("open"), row.getLong("parked"), row.getLong("done"));
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
