package nl.schakel.journal;

import java.util.List;
import nl.schakel.referral.Limits;

/** Takes back what was claimed and not begun, as if it had not been claimed. */
final class Returns {
    private static final String TAKE_BACK = """
            update schakel.work w
            set attempts = w.attempts - 1, unsettled = greatest(w.unsettled - 1, 0), lease_until = '-infinity',
                sweep_at = clock_timestamp() + ? * interval '1 millisecond'
            from unnest(?::uuid[], ?::bigint[]) as unbegun(id, fence)
            where w.id = unbegun.id and w.fence = unbegun.fence and w.state in ('OPEN', 'SENDING')""";

    private final Transactions transactions;

    Returns(Transactions transactions) {
        this.transactions = transactions;
    }

    void takeBack(List<WorkItem> unbegun) {
        if (!unbegun.isEmpty()) {
            transactions.atOnce(connection -> {
                var items = new Columns<>(unbegun, connection);
                return Sql.update(
                        connection,
                        TAKE_BACK,
                        Limits.SWEEP.toMillis(),
                        items.of("uuid", WorkItem::id),
                        items.of("bigint", WorkItem::fence));
            });
        }
    }
}
