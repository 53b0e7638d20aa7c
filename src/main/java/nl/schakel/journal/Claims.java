package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Takes items under a lease; the attempt is counted and committed before the work starts, else an item that kills the
 * process is tried for ever.
 *
 * <p>What the sweeper put back it lets rest for long. When such an item is taken the sweeper is to look when its lease
 * ends, else what dies in a second attempt lies there for as long as the rest. Fresh items are looked at sooner anyway;
 * they keep their row's place in the sweeper's index, which makes taking them cheap.
 */
final class Claims {
    private static final String CLAIM =
            """
            with free as (
                select w.id, w.state as was, w.begun from schakel.work w
                where w.id = any (?) and w.state in ('OPEN', 'SENDING') and w.next_at <= clock_timestamp()
                and w.lease_until <= clock_timestamp()
                and\s""" + WorkSql.mayBeCalled("w.destination") + " and " + WorkSql.isFirst("w") + """
                for update of w skip locked
            ), taken as (
                update schakel.work w
                set attempts = w.attempts + 1, unsettled = w.unsettled + 1, fence = w.fence + 1,
                    reached = w.reached or w.state = 'SENDING',
                    lease_until = clock_timestamp() + lease.millis * interval '1 millisecond',
                    sweep_at = least(w.sweep_at, clock_timestamp() + lease.millis * interval '1 millisecond')
                from free, (select ?::bigint as millis) lease where w.id = free.id
                returning w.*, free.was
            )
            select t.id, t.kind, t.year, t.number, t.inbox_id, t.destination, t.subject, t.attempts, t.fence, t.was,
                t.begun, o.message_id, o.channel, o.media_type, o.bytes, o.jws
            from taken t left join schakel.outgoing o on o.work_id = t.id order by t.id""";

    /**
     * By ids, which begin with their time: a page is read once, however much of it waits behind its client's first. Order and
     * range as in {@link WorkSql#HEADS}.
     */
    private static final String WAITING =
            """
            select head.id, head.free from (select ?::text as partner) mine cross join lateral (
                select w.id, w.lease_until <= clock_timestamp() and w.next_at <= clock_timestamp()
                    and\s""" + WorkSql.isFirst("w") + """
                     as free
                from schakel.work w
                where (w.destination, w.id) > (mine.partner, ?) and w.destination <= mine.partner and w.destination <> '' and w.live
                order by w.destination, w.id limit ?) head
            where\s""" + WorkSql.mayBeCalled("mine.partner") + " order by head.id";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** The first death of an item's worker is not counted: until then nothing was suspected. */
    private static final int KNOWN_DEATHS = Limits.POISON_ATTEMPTS - 1;

    private final Transactions transactions;
    private final PartnerTerms terms;
    private final Settlement settlement;

    Claims(Transactions transactions, PartnerTerms terms, Settlement settlement) {
        this.transactions = transactions;
        this.terms = terms;
        this.settlement = settlement;
    }

    List<WorkItem> claim(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Taken> taken = transactions.atOnce(connection -> take(connection, ids));
        List<WorkItem> good = new ArrayList<>(taken.size());
        for (Taken one : taken) {
            if (one.begun() >= KNOWN_DEATHS) {
                settlement.park(one.item(), Problem.of(ProblemCode.WORK_POISONOUS));
            } else if (one.wasSending() && !mayRepeat(one.item())) {
                settlement.park(one.item(), Problem.of(ProblemCode.OUTCOME_UNKNOWN));
            } else {
                good.add(one.item());
            }
        }
        return good;
    }

    Journal.Page waiting(PartnerId partner, Optional<UUID> after, int most) {
        List<UUID> free = new ArrayList<>();
        List<UUID> seen = transactions.atOnce(connection -> Sql.list(
                connection,
                WAITING,
                row -> {
                    UUID id = row.getObject("id", UUID.class);
                    if (row.getBoolean("free")) {
                        free.add(id);
                    }
                    return id;
                },
                partner.value(),
                after.orElse(BEFORE_ALL),
                most));
        return new Journal.Page(free, seen.size() < most ? Optional.empty() : Optional.of(seen.get(most - 1)));
    }

    private boolean mayRepeat(WorkItem item) {
        return item.destination().map(terms::of).map(DeliveryTerms::mayRepeat).orElse(true);
    }

    private static List<Taken> take(Connection connection, List<UUID> ids) throws SQLException {
        return Sql.list(
                connection,
                CLAIM,
                Taken::read,
                connection.createArrayOf("uuid", ids.toArray()),
                Limits.LEASE.toMillis());
    }

    /** An item just taken, with what was known of it before. */
    private record Taken(WorkItem item, boolean wasSending, int begun) {
        static Taken read(ResultSet row) throws SQLException {
            return new Taken(WorkRow.read(row), "SENDING".equals(row.getString("was")), row.getInt("begun"));
        }
    }
}
