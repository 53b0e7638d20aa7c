package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Ledger.InboxMessage;
import nl.schakel.journal.Ledger.TransitionRow;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/**
 * What follows from a message, decided in the transaction that accepts it: no commit, claim and walk through the broker of
 * its own. For a new referral of a client about whom nothing else is to be decided first, and only where everything that
 * this takes was read behind the lock of the client. Whatever is not so simple is left to a worker, and nothing has happened.
 *
 * @param workId of the item that is done with this
 * @param outcome what the item's reason says
 * @param writes what is to be written
 */
record AtOnce(UUID workId, String outcome, Script writes) {
    private static final String KNOWN = "select\n" + Beforehand.COLUMNS + """
            , exists (
                select 1 from schakel.work ahead where ahead.stream = w.stream and ahead.destination = '' and ahead.blocking)
                as something_ahead
            from (select %s as stream, null::integer as year, null::bigint as number) w
            left join schakel.dossier_head h on h.stream = w.stream""".formatted(Joins.ROOT);

    /** What is known of the client. */
    record Known(Beforehand there, boolean somethingAhead) {
        static Known of(ResultSet row) throws SQLException {
            return new Known(Beforehand.of(row), row.getBoolean("something_ahead"));
        }

        private boolean isSimple() {
            return !somethingAhead && !there.mayHaveFamily() && !there.wasJoined();
        }
    }

    /** Adds the question to a script, behind the lock of the client; empty when a worker is to decide. */
    static Optional<Script.Reply<Known>> ask(Script script, Acceptance acceptance) {
        return acceptance
                .follow()
                .filter(follow -> acceptance.asks() && acceptance.effect().isEmpty())
                .map(follow -> script.ask(KNOWN, Known::of, acceptance.stream(), acceptance.stream()));
    }

    /**
     * @param acceptance in the stream where the client is kept
     * @param asked what {@link #ask} found; empty when a worker is to decide
     */
    static Optional<AtOnce> decide(
            Connection connection, Acceptance acceptance, Standing standing, UUID inboxId, Optional<Known> asked)
            throws SQLException {
        Optional<Known> known = asked.filter(Known::isSimple).filter(simple -> standing.opens());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        WorkItem item = item(acceptance, standing, inboxId);
        JdbcLedger ledger = JdbcLedger.unwritten(
                connection,
                new JdbcLedger.Held(
                        standing.at(), acceptance.stream(), Optional.of(message(acceptance, inboxId, standing.at()))),
                referred(acceptance, standing.reference().orElseThrow(), inboxId));
        return outcome(acceptance.follow().orElseThrow(), item, ledger, known.get());
    }

    /** A defect here must not keep a message out: a worker will meet it, and count it. */
    private static Optional<AtOnce> outcome(Acceptance.Follow follow, WorkItem item, JdbcLedger ledger, Known known)
            throws SQLException {
        try {
            ledger.know(known.there());
            return follow.decide(item, ledger) instanceof Prepared.Done done
                    ? Optional.of(new AtOnce(item.id(), done.outcome(), ledger.remaining()))
                    : Optional.empty();
        } catch (JournalUnavailable unavailable) {
            throw unavailable;
        } catch (RuntimeException | Error leftToAWorker) {
            return Optional.empty();
        }
    }

    private static WorkItem item(Acceptance acceptance, Standing standing, UUID inboxId) {
        return new WorkItem(
                TimeOrderedId.next(),
                WorkItem.Kind.ROUTE,
                standing.reference(),
                inboxId,
                Optional.empty(),
                acceptance.envelope().event().name(),
                1,
                0,
                Optional.empty());
    }

    private static InboxMessage message(Acceptance acceptance, UUID inboxId, Instant at) {
        return new InboxMessage(
                inboxId,
                acceptance.envelope().sender(),
                acceptance.envelope().messageId(),
                acceptance.door(),
                acceptance.mediaType(),
                acceptance::bytes,
                at,
                acceptance.mapping().set());
    }

    /** As the storing statement writes it. */
    private static JdbcLedger.Referred referred(Acceptance acceptance, ReferralReference reference, UUID inboxId) {
        PartnerId sender = acceptance.envelope().sender();
        TransitionRow opened = new TransitionRow(
                reference,
                sender,
                acceptance.envelope().senderReference(),
                Optional.of(inboxId),
                "requested",
                sender,
                acceptance.envelope().exitDate(),
                1);
        return new JdbcLedger.Referred(Optional.of(reference), Optional.of(opened), Optional.of(List.of()));
    }
}
