package nl.schakel.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.journal.Acceptance.Numbers;

/** Where a client is kept whose numbers were joined, and how what is kept under two of them is brought together. */
final class Joins {
    /** Where everything of a client is kept now; takes the key twice. Chains are kept short: one look is enough. */
    static final String ROOT = "coalesce((select surviving from schakel.joined where key = ?), ?)";

    /**
     * Behind the clients' locks stand those of their work. Whoever settles many items at once takes them in any order: then
     * this transaction is the one that steps back, before the database says who.
     */
    private static final String SOON = "set local lock_timeout = '500ms'";

    private static final String INVOLVED = """
            with given as (
                select distinct key from unnest(?::bytea[]) as t(key)
            ), direct as (
                select coalesce(j.surviving, g.key) as root from given g left join schakel.joined j on j.key = g.key
            ), known as (
                select stream from schakel.numbered where number in (
                    select key from given
                    union select key from schakel.joined where surviving in (select root from direct))
            ), roots as (
                select root, false as by_bsn from direct
                union all
                select coalesce(j.surviving, k.stream), true from known k left join schakel.joined j on j.key = k.stream
            )
            select root, bool_or(by_bsn) as by_bsn from roots group by root order by root""";

    private static final String BACKWARDS = """
            with recursive chain as (
                select into_key from schakel.ended_number where number = ?
                union
                select e.into_key from schakel.ended_number e join chain c on e.number = c.into_key
            )
            select 1 from chain where into_key = any (?::bytea[]) limit 1""";

    private static final String ENDED = """
            insert into schakel.ended_number (number, into_key) select number, ? from unnest(?::bytea[]) as t(number)
            on conflict do nothing""";

    private static final String WORK =
            "select id from schakel.work where stream = ? and blocking order by id for no key update";

    /** What waits goes before what comes after: the next places of each queue are theirs. */
    private static final String MOVE_WORK = """
            with mine as (
                select id, destination, row_number() over (partition by destination order by seq) as nth,
                    count(*) over (partition by destination) as n
                from schakel.work where stream = ? and blocking
            ), places as (
                insert into schakel.stream (key, destination, last)
                select ?, destination, count(*) from mine group by destination order by destination
                on conflict (key, destination) do update set last = stream.last + excluded.last
                returning destination, last
            ), moved as (
                update schakel.work w set stream = ?, seq = p.last - m.n + m.nth
                from mine m join places p on p.destination = m.destination where w.id = m.id
                returning w.id, w.live
            )
            insert into schakel.outbox (work_id) select id from moved where live order by id""";

    private static final String MOVE = """
            update schakel.%s set stream = ?, recorded_under = coalesce(recorded_under, ?) where stream = ?""";

    /** What its sender calls the family of both is said once. */
    private static final String MOVE_CLAIMS = """
            with mine as (
                delete from schakel.family_claim where stream = ? returning name, sender, year, number, recorded_at
            )
            insert into schakel.family_claim (name, stream, sender, year, number, recorded_at)
            select name, ?, sender, year, number, recorded_at from mine on conflict (name, stream) do nothing""";

    /** A receiver that was told a number under both is told that of the one who stays. */
    private static final String MOVE_FAMILY_NUMBERS = """
            with mine as (
                delete from schakel.family_number where stream = ? returning receiver, family, recorded_at
            )
            insert into schakel.family_number (stream, receiver, family, recorded_at)
            select ?, receiver, family, recorded_at from mine on conflict (stream, receiver) do nothing""";

    private static final String FOLLOW = "update schakel.joined set surviving = ? where surviving = ?";

    private static final String JOINED = """
            insert into schakel.joined (key, into_key, surviving, joined_at, source, inbox_id, mac)
            values (?, ?, ?, ?, ?, ?::uuid, ?)""";

    private Joins() {}

    /** One of the dossiers that a message speaks about. */
    record Root(byte[] key, boolean byBsn) {
        private static Root of(ResultSet row) throws SQLException {
            return new Root(row.getBytes("root"), row.getBoolean("by_bsn"));
        }

        boolean is(byte[] other) {
            return Arrays.equals(key, other);
        }
    }

    /** Where everything is kept now that belongs to the numbers of this message, in the order of their keys. */
    static List<Root> involved(Connection connection, Acceptance acceptance) throws SQLException {
        Numbers numbers = acceptance.numbers();
        List<byte[]> keys = Stream.of(Stream.of(acceptance.stream()), numbers.own().stream(), numbers.ended().stream())
                .flatMap(all -> all)
                .toList();
        return Sql.list(connection, INVOLVED, Root::of, array(connection, keys)).stream()
                .map(root -> numbers.byBsn() && root.is(acceptance.stream()) ? new Root(root.key(), true) : root)
                .toList();
    }

    /** Takes the locks of all of them and of their families; whether that is all there is. */
    static boolean hold(Connection connection, List<Root> roots) throws SQLException {
        boolean whole =
                FamilyLock.make(connection, roots.stream().map(Root::key).toList());
        Script script = new Script();
        script.change(SOON);
        script.run(connection);
        return whole;
    }

    /** Whether the number that is to stay ended earlier by one of those that are to end now. */
    static boolean isBackwards(Connection connection, Acceptance acceptance) throws SQLException {
        return Sql.first(
                        connection,
                        BACKWARDS,
                        row -> true,
                        number(acceptance),
                        array(connection, acceptance.numbers().ended()))
                .isPresent();
    }

    static void ended(Script script, Connection connection, Acceptance acceptance) throws SQLException {
        script.change(
                ENDED,
                number(acceptance),
                array(connection, acceptance.numbers().ended()));
    }

    private static byte[] number(Acceptance acceptance) {
        return acceptance.numbers().own().orElse(acceptance.stream());
    }

    /** Everything that is kept under one name from now on under another; both are held. */
    static void takeOver(Script script, Dossier.JoinedRow joined, byte[] into) {
        byte[] from = joined.key();
        script.ask(WORK, row -> row.getObject("id", UUID.class), from);
        for (String table : List.of("transition", "consent", "opening", "conflict", "protection", "tie")) {
            script.change(MOVE.formatted(table), into, from, from);
        }
        script.change(MOVE_CLAIMS, from, into);
        script.change(MOVE_FAMILY_NUMBERS, from, into);
        script.change(MOVE_WORK, from, into, into);
        script.change(FOLLOW, into, from);
        script.change(JOINED, from, joined.into(), into, joined.at(), joined.source(), joined.inboxId(), joined.mac());
    }

    private static Array array(Connection connection, List<byte[]> keys) throws SQLException {
        return connection.createArrayOf("bytea", keys.toArray(byte[][]::new));
    }
}
