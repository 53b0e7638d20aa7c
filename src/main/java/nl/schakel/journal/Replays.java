package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nl.schakel.audit.AuditLog;
import nl.schakel.journal.WorkList.Filter;
import nl.schakel.journal.WorkList.Said;
import nl.schakel.referral.ProblemCode;

/**
 * Has what is parked tried again. What becomes of an item is written once, so that what is said beforehand and what is done
 * cannot differ.
 */
final class Replays {
    /**
     * What waits for codes goes on when the codes are there, and a second look is no work of ours. Whether the receiver has
     * it may be unknown: then only who says so has it sent again. What made us fail would fail us again, and only who means
     * it alone has it tried.
     */
    private static final String FATE =
            """
            case when w.kind = 'REVIEW' then 'NEEDS_SECOND_PERSON'
                when exists (select 1 from schakel.code_gap g where g.work_id = w.id) then 'WAITS_FOR_CODE'
                when w.reason like '""" + ProblemCode.WORK_POISONOUS.id() + " %' and not ?::boolean then 'MADE_US_FAIL'"
                    + " when w.reason like '" + ProblemCode.OUTCOME_UNKNOWN.id()
                    + " %' and not ?::boolean then 'RECEIVER_MAY_HAVE_IT' else 'AGAIN' end";

    private static final String PARKED = "w.state = 'PARKED' and " + WorkList.CHOSEN
            + " and coalesce(w.settled_at, w.created_at) < coalesce(?::timestamptz, 'infinity')";

    /** As many rows as there are partners and reasons, of which there are few: without a limit, for their sum must be right. */
    private static final String PROSPECTS = "select destination, reason, fate, count(*) as items from ("
            + "select w.destination, coalesce(w.reason, '') as reason, " + FATE + " as fate from schakel.work w where "
            + PARKED + ") parked group by destination, reason, fate order by fate, items desc, destination, reason";

    private static final String AGAIN =
            "with chosen as (select w.id from schakel.work w where " + PARKED + " and " + FATE
                    + """
                 = 'AGAIN' order by w.id limit ? for update skip locked
            ), mine as (
                update schakel.work w set\s""" + WorkSql.AGAIN + """

                from chosen where w.id = chosen.id
                returning w.id, w.inbox_id, w.kind, w.destination, w.year, w.number
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, clock_timestamp(), lower(kind), nullif(destination, ''), 'resumed', ?
                from mine where year is not null
            ),\s"""
                    + AuditLog.leavesOf(
                            "select lower(kind), ?::text, inbox_id::text, destination, 'resumed', ?::text from mine")
                    + " insert into schakel.outbox (work_id) select id from mine order by id";

    private Replays() {}

    static List<Prospect> prospects(Connection connection, Filter filter, boolean unknownToo, Instant before)
            throws SQLException {
        return Sql.list(connection, PROSPECTS, Replays::prospect, filter.with(List.of(false, unknownToo), before));
    }

    static int again(Connection connection, Filter filter, boolean unknownToo, Instant before, Said word, int most)
            throws SQLException {
        return again(connection, filter, Optional.of(before), false, unknownToo, most, word);
    }

    /** Whoever means one item knows what it is about, whenever it was parked. */
    static int alone(Connection connection, Filter one, Said word) throws SQLException {
        return again(connection, one, Optional.empty(), true, true, 1, word);
    }

    private static int again(
            Connection connection,
            Filter filter,
            Optional<Instant> before,
            boolean alone,
            boolean unknownToo,
            int most,
            Said word)
            throws SQLException {
        Object[] all =
                filter.with(List.of(), before, alone, unknownToo, most, "by " + word.by(), word.by(), word.whole());
        return Sql.update(connection, AGAIN, all);
    }

    private static Prospect prospect(ResultSet row) throws SQLException {
        return new Prospect(
                Sql.maybePartner(row, "destination"),
                row.getString("reason"),
                Prospect.Fate.valueOf(row.getString("fate")),
                row.getLong("items"));
    }
}
