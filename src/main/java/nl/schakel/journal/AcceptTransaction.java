package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.audit.WordedLeaf;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Sha256;

/**
 * The one transaction after which the sender gets its answer: queue place, identity and reference, then everything that
 * is stored in a single statement, then the commit.
 */
final class AcceptTransaction {
    /** Its lock holds until the commit: messages about one client are accepted one after the other. */
    private static final String NEXT_PLACE = """
            insert into schakel.stream (key, destination, last) values (%s, '', 1)
            on conflict (key, destination) do update set last = stream.last + 1 returning key, last""".formatted(Joins.ROOT);

    /** Joins are rare; one that is met over and over is a trouble of its own. */
    private static final int MOST_TRIES = 20;

    /** lock_not_available, deadlock_detected. */
    private static final Set<String> STEPS_BACK = Set.of("55P03", "40P01");

    private static final String STORE =
            """
            with taken as (
                insert into schakel.inbox (id, sender, message_id, sha256, event, door, media_type, year, number,
                    accepted_at, answer, receipt, applied, mapping, mapping_set)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                returning id, sender, event, door, year, number, accepted_at, mapping
            ), bytes as (
                insert into schakel.raw (inbox_id, bytes, seal, request) select id, ?, ?, ? from taken
            ), borne as (
                insert into schakel.borne_key (key, inbox_id)
                select decode(key, 'hex'), id from taken cross join lateral string_to_table(?, ',') as key
            ), numbered as (
                insert into schakel.numbered (number, stream)
                select number, ? from (values (?::bytea)) as own(number) where number is not null on conflict do nothing
            ), opened as (
                insert into schakel.transition (year, number, sender, sender_reference, stream, request, status,
                    custodian, exit_date, opened_at, version)
                select year, number, sender, ?, ?, ?::uuid, 'requested', sender, ?::date, accepted_at, 1
                from taken where ?
            ), joined as (
                update schakel.transition t
                set request = taken.id, sender_reference = coalesce(t.sender_reference, ?), version = version + 1
                from taken where ? and t.year = taken.year and t.number = taken.number and t.request is null
            ), queued as (
                insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, sweep_at,
                    state, attempts, reason, settled_at)
                select ?, 'ROUTE', year, number, id, '', event, ?, ?, accepted_at + ? * interval '1 millisecond',
                    case when followed.outcome is null then 'OPEN' else 'DONE' end,
                    case when followed.outcome is null then 0 else 1 end, followed.outcome,
                    case when followed.outcome is not null then clock_timestamp() end
                from taken cross join (values (?::text)) as followed(outcome) where ? returning id, state
            ), told as (
                insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
                select year, number, accepted_at, 'accept', sender, 'accepted', event || ' read by ' || mapping
                from taken where year is not null
            ),\s""" + WordedLeaf.WRITE + " insert into schakel.outbox (work_id) select id from queued where state = 'OPEN'";

    private static final String UNIQUE_VIOLATION = "23505";

    private final Transactions transactions;
    private final Refusals refusals;

    AcceptTransaction(Transactions transactions, Refusals refusals) {
        this.transactions = transactions;
        this.refusals = refusals;
    }

    Accepted accept(Acceptance acceptance) {
        byte[] digest = Sha256.of(acceptance.bytes());
        Accepted result = atOnce(acceptance, digest)
                // Somebody else stored this id between our look and our insert, and now it is there to be seen; or what
                // follows was refused, and now nothing does.
                .orElseGet(() -> attempt(acceptance.following(Optional.empty()), digest)
                        .orElseThrow(() -> new JournalUnavailable("The same id was stored and is gone", null)));
        if (result instanceof Accepted.Refused refused) {
            refusals.note(Optional.of(acceptance.envelope().sender()), acceptance.door(), refused.problem());
        }
        return result;
    }

    /**
     * Empty too when the database refuses what may be of what follows: that may not keep a message out, and is a worker's
     * matter.
     */
    private Optional<Accepted> atOnce(Acceptance acceptance, byte[] digest) {
        try {
            return attempt(acceptance, digest);
        } catch (JournalUnavailable unavailable) {
            if (acceptance.follow().isPresent() && unavailable.isRefusal()) {
                return Optional.empty();
            }
            throw unavailable;
        }
    }

    /** Empty when another transaction won the race for this message id. */
    private Optional<Accepted> attempt(Acceptance acceptance, byte[] digest) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Tried tried = transactions.together(
                    connection -> acceptance.numbers().ended().isEmpty()
                            ? one(connection, acceptance, digest)
                            : joining(connection, acceptance, digest));
            if (!tried.again()) {
                return tried.accepted();
            }
        }
        throw new JournalUnavailable("The client's numbers are joined over and over", null);
    }

    /** What came of one try; {@code again} when the client's numbers were joined meanwhile. */
    private record Tried(boolean again, Optional<Accepted> accepted) {
        private static final Tried AGAIN = new Tried(true, Optional.empty());

        static Tried that(Optional<Accepted> accepted) {
            return new Tried(false, accepted);
        }
    }

    /** The queue place of the stream where the client is kept now. */
    private record Place(byte[] key, long last) {
        static Place of(ResultSet row) throws SQLException {
            return new Place(row.getBytes("key"), row.getLong("last"));
        }
    }

    private static Tried one(Connection connection, Acceptance acceptance, byte[] digest) throws SQLException {
        byte[] named = acceptance.stream();
        Script look = new Script();
        var taken = look.ask(NEXT_PLACE, Place::of, named, named);
        var standing = Standing.ask(look, acceptance);
        var known = AtOnce.ask(look, acceptance);
        look.run(connection);
        Place place = taken.first().orElseThrow();
        Standing found = standing.first().orElseThrow();
        if (!Arrays.equals(place.key(), found.root())) {
            return Tried.AGAIN;
        }
        Optional<Accepted> settled = found.settles(acceptance, digest);
        return Tried.that(
                settled.isPresent()
                        ? settled
                        : store(
                                connection,
                                acceptance.in(place.key()),
                                digest,
                                place.last(),
                                found,
                                Joining.NONE,
                                known.flatMap(Script.Reply::first)));
    }

    /** Holds all that belongs to the numbers of the message, in an order that everybody keeps, and looks again. */
    private static Tried joining(Connection connection, Acceptance acceptance, byte[] digest) throws SQLException {
        try {
            List<Joins.Root> roots = Joins.involved(connection, acceptance);
            boolean whole = Joins.hold(connection, roots);
            Joining joining = Joining.of(connection, acceptance, Joins.involved(connection, acceptance));
            if (!whole || !joining.isOf(roots)) {
                return Tried.AGAIN;
            }
            Acceptance there = acceptance.in(joining.surviving());
            Script look = new Script();
            var taken = look.ask(NEXT_PLACE, Place::of, there.stream(), there.stream());
            var standing = Standing.ask(look, there);
            look.run(connection);
            Standing found = standing.first().orElseThrow();
            Optional<Accepted> settled = found.settles(there, digest);
            return Tried.that(
                    settled.isPresent()
                            ? settled
                            : store(
                                    connection,
                                    there,
                                    digest,
                                    taken.first().orElseThrow().last(),
                                    found,
                                    joining,
                                    Optional.empty()));
        } catch (SQLException failed) {
            return again(failed);
        } catch (JournalUnavailable unavailable) {
            if (unavailable.getCause() instanceof SQLException failed) {
                return again(failed);
            }
            throw unavailable;
        }
    }

    private static Tried again(SQLException failed) throws SQLException {
        if (STEPS_BACK.contains(failed.getSQLState())) {
            return Tried.AGAIN;
        }
        throw failed;
    }

    private static Optional<Accepted> store(
            Connection connection,
            Acceptance acceptance,
            byte[] digest,
            long place,
            Standing standing,
            Joining joining,
            Optional<AtOnce.Known> known)
            throws SQLException {
        UUID id = TimeOrderedId.next();
        Optional<AtOnce> followed = AtOnce.decide(connection, acceptance, standing, id, known);
        WordedLeaf leaf = AcceptLeaf.of(acceptance, digest, standing, id);
        var receipt = acceptance.receipts().receipt(id, standing.reference(), standing.at(), leaf.commitment());
        Script store = new Script();
        store.change(
                STORE,
                StoreValues.of(acceptance, digest, place, standing, id, receipt, leaf, followed)
                        .toArray());
        followed.ifPresent(atOnce -> store.add(atOnce.writes()));
        try {
            Optional<Problem> refused = acceptance.effect().isEmpty()
                    ? committed(store, connection)
                    : effected(store, connection, acceptance, id, standing, joining);
            if (refused.isPresent()) {
                return Optional.of(new Accepted.Refused(refused.get()));
            }
        } catch (SQLException failed) {
            if (UNIQUE_VIOLATION.equals(failed.getSQLState())) {
                return Optional.empty();
            }
            throw failed;
        }
        return Optional.of(new Accepted.Committed(standing.reference(), receipt, false));
    }

    private static Optional<Problem> committed(Script store, Connection connection) throws SQLException {
        store.runAndCommit(connection);
        return Optional.empty();
    }

    /** The message and its effect stand together or not at all: a problem leaves the transaction to be rolled back. */
    private static Optional<Problem> effected(
            Script store, Connection connection, Acceptance acceptance, UUID id, Standing standing, Joining joining)
            throws SQLException {
        joining.write(store, connection, acceptance);
        store.run(connection);
        JdbcLedger ledger = joining.tell(JdbcLedger.accepting(connection, standing.at(), acceptance.stream()));
        Optional<Problem> refused = acceptance.effect().orElseThrow().apply(ledger, id, standing.reference());
        if (refused.isEmpty()) {
            ledger.remaining().runAndCommit(connection);
        }
        return refused;
    }
}
