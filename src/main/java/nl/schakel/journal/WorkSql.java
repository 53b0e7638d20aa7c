package nl.schakel.journal;

/** What statements about work share, so that order and the way back to work are written once. */
final class WorkSql {
    /** For {@code set}: a parked item is tried again as if it had never been tried. */
    static final String AGAIN = "state = 'OPEN', next_at = clock_timestamp(), sweep_at = clock_timestamp(),"
            + " attempts = 0, unsettled = 0, begun = 0, reason = null, settled_at = null";

    /** What stands behind each item of {@code mine} for the same client and destination and may go now, as {@code next.id}. */
    static final String NEXT = """
            select next.id from mine cross join lateral (
                select w.id from schakel.work w where w.stream = mine.stream and w.destination = mine.destination
                and w.seq > mine.seq and w.blocking order by w.seq limit 1) next""";

    /** When this row of work is tried next: not before its partner is tried again. */
    static final String NEXT_AT = "case when w.state = 'OPEN' then greatest(w.next_at,"
            + " (select h.until from schakel.hold h where h.partner = w.destination)) end";

    /** Since when this row of work waits; who has it tried again does not make it younger. */
    static final String SINCE = "coalesce(w.first_parked_at, w.settled_at, w.created_at)";

    /** What stands in the way of this row of work though its time has come, as {@code paused} and {@code waits_for}. */
    static final String WAITS_FOR = "w.state = 'OPEN' and " + isPaused("w.destination") + " as paused,"
            + " case when w.state = 'OPEN' then (select ahead.id from schakel.work ahead where ahead.stream = w.stream"
            + " and ahead.destination = w.destination and ahead.seq < w.seq and ahead.blocking"
            + " order by ahead.seq limit 1) end as waits_for";

    /**
     * Puts a ROUTE item at the end of its client's queue for the one referral of {@code asked}, by its request; the parameters are
     * the item's id, its subject, and milliseconds until the sweeper looks.
     */
    static final String ROUTED = """
            place as (
                insert into schakel.stream (key, destination, last) select stream, '', 1 from asked
                on conflict (key, destination) do update set last = stream.last + 1 returning last
            ), queued as (
                insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, sweep_at)
                select ?, 'ROUTE', year, number, request, '', ?, stream, last,
                    clock_timestamp() + ? * interval '1 millisecond'
                from asked, place returning id
            )
            insert into schakel.outbox (work_id) select id from queued""";

    /** Items that are announced when a partner is called again; its workers fetch the others, oldest first. */
    static final int ANNOUNCED = 256;

    /**
     * The oldest that may go of what waits for {@code mine.partner}, as {@code head.id}; the parameter is how many. The range and
     * the order are written so that the index for it alone serves them: by the key of the table every item that was ever
     * done would be passed over.
     */
    static final String HEADS = """
            mine cross join lateral (
                select w.id from schakel.work w
                where w.destination >= mine.partner and w.destination <= mine.partner and w.destination <> '' and w.live
                and w.lease_until <= clock_timestamp() and w.next_at <= clock_timestamp()
                and\s""" + isFirst("w") + " order by w.destination, w.id limit ?) head";

    /** Whether nothing goes to this partner until a person says so. */
    static String isPaused(String partner) {
        return "exists (select 1 from schakel.pause p where p.partner = " + partner + ")";
    }

    /** Whether nothing goes to this partner for a while. */
    static String isHeld(String partner) {
        return "exists (select 1 from schakel.hold h where h.partner = " + partner
                + " and h.until > clock_timestamp())";
    }

    /** Whether this partner is neither paused nor held. */
    static String mayBeCalled(String partner) {
        return "not " + isPaused(partner) + " and not " + isHeld(partner);
    }

    private WorkSql() {}

    /**
     * Whether nothing stands before this row of work for the same client and destination. Looked up row by row, by the
     * index of the stream: {@code not exists} is a join, and statistics from a minute ago, when nothing waited, have
     * PostgreSQL compare everything that waits with everything that waits (24 s at 6,000).
     */
    static String isFirst(String row) {
        return "(select 1 from schakel.work ahead where ahead.stream = " + row + ".stream and ahead.destination = "
                + row + ".destination and ahead.seq < " + row + ".seq and ahead.blocking limit 1) is null";
    }
}
