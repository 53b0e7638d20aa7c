package nl.schakel.journal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;

/**
 * How much waits for each partner, as it was counted last: by whoever makes rounds, never for a message. Between two counts it may
 * grow beyond what is agreed by what is accepted in that time.
 */
public final class Backlogs {
    /** The alert that tells of it; what lasts there is full for all processes, also for one that has just begun. */
    public static final String ALERT = "BEHIND";

    private static final String COUNT = """
            select w.destination, w.waiting, exists (
                select 1 from schakel.alert a where a.kind = ? and a.subject = w.destination and a.ended_at is null) as was_full
            from (select destination, count(*) as waiting from schakel.work
                where blocking and destination <> '' group by destination) w""";

    /** What is full is so until a tenth of what is agreed has gone, so that it is not said and taken back with each round. */
    private static final long BACK = 10;

    private final Transactions transactions;
    private volatile Map<PartnerId, Long> waiting = Map.of();
    private volatile Set<PartnerId> full = Set.of();

    public Backlogs(DataSource source) {
        this.transactions = new Transactions(source);
    }

    private record Waiting(PartnerId partner, long items, boolean wasFull) {}

    /** @param most how much may wait for a partner */
    public void count(ToLongFunction<PartnerId> most) {
        List<Waiting> counted = transactions.atOnce(connection -> Sql.list(
                connection,
                COUNT,
                row -> new Waiting(
                        new PartnerId(row.getString("destination")),
                        row.getLong("waiting"),
                        row.getBoolean("was_full")),
                ALERT));
        Set<PartnerId> now = new HashSet<>();
        for (Waiting one : counted) {
            long bound = most.applyAsLong(one.partner());
            if (one.items() >= (one.wasFull() || full.contains(one.partner()) ? bound - bound / BACK : bound)) {
                now.add(one.partner());
            }
        }
        waiting = counted.stream().collect(Collectors.toUnmodifiableMap(Waiting::partner, Waiting::items));
        full = Set.copyOf(now);
    }

    /** For whom so much waits that no more may. */
    public Set<PartnerId> full() {
        return full;
    }

    public long waiting(PartnerId partner) {
        return waiting.getOrDefault(partner, 0L);
    }
}
