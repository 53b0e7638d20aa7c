package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** The ledger within one transaction. Writes are collected and written together, before a read and at the end. */
final class JdbcLedger implements Ledger {
    private static final String MESSAGE = """
            select i.id, i.sender, i.message_id, i.door, i.media_type, r.bytes, i.accepted_at
            from schakel.inbox i join schakel.raw r on r.inbox_id = i.id where i.id = ?""";

    private final Connection connection;
    private final Instant now;
    private final LedgerWrites writes = new LedgerWrites();

    JdbcLedger(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /** Reads that may fail; a handler sees no SQL. */
    @FunctionalInterface
    private interface Read<T> {
        Optional<T> read() throws SQLException;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public InboxMessage message(UUID inboxId) {
        return found(() -> Sql.first(connection, MESSAGE, JdbcLedger::message, inboxId));
    }

    @Override
    public TransitionRow transition(ReferralReference reference) {
        return found(() -> {
            flush();
            return ReferralRows.lockedTransition(connection, reference);
        });
    }

    @Override
    public List<TaskRow> tasks(ReferralReference reference) {
        return found(() -> {
            flush();
            return Optional.of(ReferralRows.tasks(connection, reference));
        });
    }

    @Override
    public void save(TransitionRow changed) {
        writes.transitions().add(changed);
    }

    @Override
    public void save(TaskRow task) {
        writes.tasks().add(task);
    }

    @Override
    public void enqueue(
            WorkItem.Kind kind, ReferralReference reference, UUID inboxId, PartnerId destination, String subject) {
        writes.queued().add(new LedgerWrites.Queued(kind, reference, inboxId, destination, subject));
    }

    @Override
    public void trace(
            ReferralReference reference, String stage, Optional<PartnerId> partner, String outcome, String reason) {
        writes.lines().add(new LedgerWrites.Line(reference, stage, partner, outcome, reason));
    }

    /** Writes what was collected. */
    void flush() throws SQLException {
        writes.to(connection, now);
    }

    private static <T> T found(Read<T> read) {
        try {
            return read.read().orElseThrow(() -> new IllegalStateException("The ledger does not hold what was asked"));
        } catch (SQLException unavailable) {
            throw JournalUnavailable.because(unavailable);
        }
    }

    private static InboxMessage message(ResultSet row) throws SQLException {
        return new InboxMessage(
                row.getObject("id", UUID.class),
                new PartnerId(row.getString("sender")),
                row.getString("message_id"),
                row.getString("door"),
                row.getString("media_type"),
                row.getBytes("bytes"),
                Sql.instant(row, "accepted_at"));
    }
}
