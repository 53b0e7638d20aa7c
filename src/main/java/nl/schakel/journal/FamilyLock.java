package nl.schakel.journal;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a transaction holds: the clients it is about, those whom a sender counts to one family with them, and all who are
 * linked with any of these, each under the number where they are kept now. It is taken in one statement, in the order of
 * the keys, so that no two transactions wait for each other; whoever finds behind it that there are more lets go and starts
 * over.
 */
final class FamilyLock {
    /** Links and joins are rare; one that is met over and over is a trouble of its own. */
    static final int MOST_TRIES = 10;

    /** Takes the clients' keys, twice. */
    private static final String MEMBERS = """
            with named as (
                select unnest(?::bytea[]) as stream union
                select m.stream from schakel.family_claim c join schakel.family_claim m on m.name = c.name
                where c.stream = any (?::bytea[])
            )
            select stream from named union
            select coalesce(j.surviving, t.kin) from schakel.tie t join named n on n.stream = t.stream
            left join schakel.joined j on j.key = t.kin where t.ended_at is null""";

    /** The rows whose locks accepting transactions take. */
    private static final String ROWS =
            "select s.key from schakel.stream s where s.destination = '' and s.key = any (array(\n" + MEMBERS
                    + "))\norder by s.key";

    private static final String OWN = "select s.key from schakel.stream s where s.destination = '' and s.key = ";

    private static final String EXCLUSIVE = " for no key update";
    /** Releases share it, so that they wait for no one else. */
    private static final String SHARED = " for share";

    /** Makes those that are not there yet: a number that nobody used before can be joined too. */
    private static final String MAKE =
            "insert into schakel.stream (key, destination, last)\nselect m.key, '', 0 from (\n"
                    + MEMBERS + ") as m(key) order by m.key\n"
                    + "on conflict (key, destination) do update set last = stream.last returning key";

    private FamilyLock() {}

    /** Takes it, exclusively; whether that is all there is. */
    static boolean hold(Connection connection, List<byte[]> streams) throws SQLException {
        return hold(connection, ROWS + EXCLUSIVE, streams);
    }

    /** The same for numbers of which some may be new here. */
    static boolean make(Connection connection, List<byte[]> streams) throws SQLException {
        return hold(connection, MAKE, streams);
    }

    private static boolean hold(Connection connection, String how, List<byte[]> streams) throws SQLException {
        Array keys = connection.createArrayOf("bytea", streams.toArray(new byte[0][]));
        Script script = new Script();
        var taken = script.ask(how, FamilyLock::key, keys, keys);
        var all = script.ask(ROWS, FamilyLock::key, keys, keys);
        script.run(connection);
        return taken.rows().containsAll(all.rows());
    }

    /**
     * Adds it to a script for a client who is named by a subquery.
     *
     * @param shared whether others who share it may go on
     * @param its values of the subquery
     */
    static Script.Reply<ByteBuffer> take(Script script, String client, boolean shared, Object its) {
        return script.ask(of(client) + (shared ? SHARED : EXCLUSIVE), FamilyLock::key, its, its);
    }

    /** The same for the client alone, for whom nobody else is to be held. */
    static Script.Reply<ByteBuffer> own(Script script, String client, boolean shared, Object its) {
        return script.ask(OWN + client + (shared ? SHARED : EXCLUSIVE), FamilyLock::key, its);
    }

    /** An array of those whom it must hold, for a client who is named by a column; to be asked behind the lock. */
    static String all(String client) {
        return "array(\n" + of(client) + ")";
    }

    /** Whether what was taken is all of them. */
    static boolean isWhole(List<ByteBuffer> taken, Array all) throws SQLException {
        return taken.containsAll(
                Stream.of((byte[][]) all.getArray()).map(ByteBuffer::wrap).toList());
    }

    static JournalUnavailable overAndOver() {
        return new JournalUnavailable("The client's numbers or family change over and over", null);
    }

    private static String of(String client) {
        return ROWS.replace("?::bytea[]", "array[" + client + "]");
    }

    private static ByteBuffer key(ResultSet row) throws SQLException {
        return ByteBuffer.wrap(row.getBytes("key"));
    }
}
