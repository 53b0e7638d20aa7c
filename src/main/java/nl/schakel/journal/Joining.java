package nl.schakel.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * What one message that ends a number finds to be joined. A BSN survives, because it is what others name the client by;
 * without one the number that stays.
 */
final class Joining {
    static final Joining NONE = new Joining(List.of(), new byte[0], false, true);

    private final List<Joins.Root> roots;
    private final byte[] surviving;
    private final boolean backwards;
    private final boolean nothing;

    private Joining(List<Joins.Root> roots, byte[] surviving, boolean backwards, boolean nothing) {
        this.roots = roots;
        this.surviving = surviving;
        this.backwards = backwards;
        this.nothing = nothing;
    }

    static Joining of(Connection connection, Acceptance acceptance, List<Joins.Root> roots) throws SQLException {
        byte[] stays = Sql.first(
                        connection,
                        "select " + Joins.ROOT + " as root",
                        row -> row.getBytes("root"),
                        acceptance.stream(),
                        acceptance.stream())
                .orElseThrow();
        byte[] surviving = roots.stream()
                .filter(Joins.Root::byBsn)
                .findFirst()
                .map(Joins.Root::key)
                .orElse(stays);
        return new Joining(roots, surviving, Joins.isBackwards(connection, acceptance), false);
    }

    byte[] surviving() {
        return surviving.clone();
    }

    /** Whether these are all that there is to hold. */
    boolean isOf(List<Joins.Root> held) {
        return roots.size() == held.size()
                && roots.stream().allMatch(root -> held.stream().anyMatch(other -> other.is(root.key())));
    }

    JdbcLedger tell(JdbcLedger ledger) {
        return nothing
                ? ledger
                : ledger.joining(
                        roots.stream()
                                .map(Joins.Root::key)
                                .filter(key -> !Arrays.equals(key, surviving))
                                .toList(),
                        backwards,
                        roots.stream().filter(Joins.Root::byBsn).count() > 1);
    }

    void write(Script script, Connection connection, Acceptance acceptance) throws SQLException {
        if (!nothing) {
            Joins.ended(script, connection, acceptance);
        }
    }
}
