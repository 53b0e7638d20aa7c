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
import org.jspecify.annotations.Nullable;

/**
 * The ledger within one transaction. What nearly every handler reads is read beforehand, and writes are collected, so
 * that a release costs two round trips.
 */
final class JdbcLedger implements Ledger {
    private static final String HOLD = """
            select clock_timestamp() as now from schakel.work
            where id = ? and fence = ? and state in ('OPEN', 'SENDING') for no key update""";
    private static final String MESSAGE = """
            select i.id, i.sender, i.message_id, i.door, i.media_type, r.bytes, i.accepted_at, i.mapping_set
            from schakel.inbox i join schakel.raw r on r.inbox_id = i.id where i.id = ?""";

    private final Connection connection;
    private final Instant now;
    private final Optional<InboxMessage> cause;
    private final LedgerWrites writes = new LedgerWrites();
    private @Nullable TransitionRow known;
    private @Nullable List<TaskRow> knownTasks;

    private JdbcLedger(Connection connection, Instant now, Optional<InboxMessage> cause) {
        this.connection = connection;
        this.now = now;
        this.cause = cause;
    }

    /** Takes hold of the item and reads what belongs to it; empty when the lease was lost. */
    static Optional<JdbcLedger> holding(Connection connection, WorkItem item) throws SQLException {
        Script script = new Script();
        var now = script.ask(HOLD, row -> Sql.instant(row, "now"), item.id(), item.fence());
        var message = script.ask(MESSAGE, JdbcLedger::message, item.inboxId());
        var transition = item.reference().map(reference -> ReferralRows.askLocked(script, reference));
        var tasks = item.reference().map(reference -> ReferralRows.askTasks(script, reference));
        script.run(connection);
        if (now.first().isEmpty()) {
            return Optional.empty();
        }
        JdbcLedger ledger = new JdbcLedger(connection, now.first().get(), message.first());
        transition.flatMap(Script.Reply::first).ifPresent(row -> ledger.known = row);
        tasks.ifPresent(reply -> ledger.knownTasks = List.copyOf(reply.rows()));
        return Optional.of(ledger);
    }

    /** The ledger of a message that is being accepted: nothing is read yet, its own row is written. */
    static JdbcLedger accepting(Connection connection, Instant at) {
        return new JdbcLedger(connection, at, Optional.empty());
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public InboxMessage message(UUID inboxId) {
        Optional<InboxMessage> read = cause.filter(message -> message.id().equals(inboxId));
        return read.orElseGet(() -> found(script -> script.ask(MESSAGE, JdbcLedger::message, inboxId))
                .first()
                .orElseThrow(JdbcLedger::absent));
    }

    @Override
    public TransitionRow transition(ReferralReference reference) {
        TransitionRow row = known;
        return row != null && row.reference().equals(reference)
                ? row
                : found(script -> ReferralRows.askLocked(script, reference))
                        .first()
                        .orElseThrow(JdbcLedger::absent);
    }

    @Override
    public List<TaskRow> tasks(ReferralReference reference) {
        TransitionRow row = known;
        List<TaskRow> tasks = knownTasks;
        return row != null && tasks != null && row.reference().equals(reference)
                ? tasks
                : found(script -> ReferralRows.askTasks(script, reference)).rows();
    }

    @Override
    public void save(TransitionRow changed) {
        known = null;
        writes.transitions().add(changed);
    }

    @Override
    public void save(TaskRow task) {
        knownTasks = null;
        writes.tasks().add(task);
    }

    @Override
    public void enqueue(
            WorkItem.Kind kind, ReferralReference reference, UUID inboxId, PartnerId destination, String subject) {
        writes.queued().add(new LedgerWrites.Queued(kind, reference, inboxId, destination, subject));
    }

    @Override
    public void sentAs(ReferralReference reference, PartnerId receiver, String name) {
        writes.names().add(new LedgerWrites.SentName(reference, receiver, name));
    }

    @Override
    public void trace(
            ReferralReference reference, String stage, Optional<PartnerId> partner, String outcome, String reason) {
        writes.lines().add(new LedgerWrites.Line(reference, stage, partner, outcome, reason));
    }

    /** Everything that was written and is not on the server yet. */
    Script remaining() throws SQLException {
        Script script = new Script();
        writes.into(script, connection, now);
        return script;
    }

    /** Asks after what was written so far. */
    private <T> Script.Reply<T> found(java.util.function.Function<Script, Script.Reply<T>> question) {
        try {
            Script script = remaining();
            Script.Reply<T> reply = question.apply(script);
            script.run(connection);
            return reply;
        } catch (SQLException unavailable) {
            throw JournalUnavailable.because(unavailable);
        }
    }

    private static IllegalStateException absent() {
        return new IllegalStateException("The ledger does not hold what was asked");
    }

    private static InboxMessage message(ResultSet row) throws SQLException {
        return new InboxMessage(
                row.getObject("id", UUID.class),
                new PartnerId(row.getString("sender")),
                row.getString("message_id"),
                row.getString("door"),
                row.getString("media_type"),
                row.getBytes("bytes"),
                Sql.instant(row, "accepted_at"),
                row.getString("mapping_set"));
    }
}
