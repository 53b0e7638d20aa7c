package nl.schakel.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import org.jspecify.annotations.Nullable;

/**
 * The ledger within one transaction. What nearly every handler reads is read beforehand, and writes are collected, so
 * that a release costs two round trips.
 */
final class JdbcLedger implements Ledger {
    private static final String HOLD = """
            select clock_timestamp() as now, stream from schakel.work
            where id = ? and fence = ? and state in ('OPEN', 'SENDING')
            and not\s""" + WorkSql.isPaused("work.destination") + " for no key update";
    private static final String STREAM_OF_ITEM = "(select w.stream from schakel.work w where w.id = ?)";

    private static final String MESSAGE = """
            select i.id, i.sender, i.message_id, i.door, i.media_type, i.accepted_at, i.mapping_set
            from schakel.inbox i where i.id = ?""";
    private static final String BYTES = "select bytes from schakel.raw where inbox_id = ?";

    private final Connection connection;
    private final Instant now;
    private final Optional<InboxMessage> cause;
    private final LedgerWrites writes = new LedgerWrites();
    private @Nullable TransitionRow known;
    private @Nullable List<TaskRow> knownTasks;

    private final JdbcDossier dossier;
    private final Map<ByteBuffer, JdbcDossier> others = new HashMap<>();
    private Optional<ToJoin> toJoin = Optional.empty();

    private JdbcLedger(Connection connection, Instant now, Optional<InboxMessage> cause, byte[] stream) {
        this.connection = connection;
        this.now = now;
        this.cause = cause;
        this.dossier = new JdbcDossier(this, connection, stream);
    }

    /** What stands first in a work item's transaction. */
    private record Held(Instant now, byte[] stream) {}

    /** Takes hold of the item and reads what belongs to it; empty when the lease was lost. */
    static Optional<JdbcLedger> holding(Connection connection, WorkItem item) throws SQLException {
        for (int tries = 0; tries < FamilyLock.MOST_TRIES; tries++) {
            Attempt attempt = attempt(connection, item);
            if (!attempt.moved()) {
                return attempt.ledger();
            }
            connection.rollback();
        }
        throw FamilyLock.overAndOver();
    }

    /** What came of one try; {@code moved} when the item is another client's, or the family larger, than what we waited for. */
    private record Attempt(boolean moved, Optional<JdbcLedger> ledger) {}

    /** The clients before the item, as everybody does: who joins numbers holds the clients and then their work. */
    private static Attempt attempt(Connection connection, WorkItem item) throws SQLException {
        Script script = new Script();
        Optional<Script.Reply<ByteBuffer>> taken = takeFamily(script, item);
        var held = script.ask(
                HOLD, row -> new Held(Sql.instant(row, "now"), row.getBytes("stream")), item.id(), item.fence());
        Optional<FamilyLock.Asked> family =
                taken.map(keys -> new FamilyLock.Asked(keys, FamilyLock.all(script, STREAM_OF_ITEM, item.id())));
        Optional<JdbcDossier.Beforehand> beforehand = askDossier(script, item);
        var message = script.ask(MESSAGE, messages(connection), item.inboxId());
        var transition = item.reference().map(reference -> ReferralRows.askLocked(script, reference));
        var tasks = item.reference().map(reference -> ReferralRows.askTasks(script, reference));
        script.run(connection);
        if (held.first().isEmpty()) {
            return new Attempt(false, Optional.empty());
        }
        if (family.filter(locked -> !locked.isWhole()).isPresent()) {
            return new Attempt(true, Optional.empty());
        }
        Held mine = held.first().get();
        JdbcLedger ledger = new JdbcLedger(connection, mine.now(), message.first(), mine.stream());
        beforehand.ifPresent(ledger.dossier::knows);
        transition.flatMap(Script.Reply::first).ifPresent(row -> ledger.known = row);
        tasks.ifPresent(reply -> ledger.knownTasks = List.copyOf(reply.rows()));
        return new Attempt(false, Optional.of(ledger));
    }

    /** While a release is decided nobody says more about its client or their family. A word to a partner needs no lock. */
    private static Optional<Script.Reply<ByteBuffer>> takeFamily(Script script, WorkItem item) {
        return switch (item.kind()) {
            case ROUTE, DELIVER ->
                Optional.of(FamilyLock.take(script, STREAM_OF_ITEM, item.kind() == WorkItem.Kind.DELIVER, item.id()));
            case TELL, REVIEW -> Optional.empty();
        };
    }

    /** A release reads what the client said. */
    private static Optional<JdbcDossier.Beforehand> askDossier(Script script, WorkItem item) {
        return item.kind() == WorkItem.Kind.DELIVER
                ? Optional.of(JdbcDossier.Beforehand.ask(
                        script, STREAM_OF_ITEM, item.id(), item.reference().orElseThrow()))
                : Optional.empty();
    }

    /** The ledger of a message that is being accepted: nothing is read yet, its own row is written. */
    static JdbcLedger accepting(Connection connection, Instant at, byte[] stream) {
        return new JdbcLedger(connection, at, Optional.empty(), stream);
    }

    /** The same for a message that says that clients' names are one client's; all of them are held. */
    JdbcLedger joining(List<byte[]> others, boolean backwards, boolean severalPeople) {
        toJoin = Optional.of(new ToJoin(others.stream().map(this::dossier).toList(), backwards, severalPeople));
        return this;
    }

    @Override
    public Optional<ToJoin> toJoin() {
        return toJoin;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public InboxMessage message(UUID inboxId) {
        Optional<InboxMessage> read = cause.filter(message -> message.id().equals(inboxId));
        return read.orElseGet(() -> found(script -> script.ask(MESSAGE, messages(connection), inboxId))
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
        writes.lines()
                .add(new LedgerWrites.Line(Optional.of(reference), reference.text(), stage, partner, outcome, reason));
    }

    @Override
    public void note(String object, String stage, Optional<PartnerId> partner, String outcome, String reason) {
        writes.lines().add(new LedgerWrites.Line(Optional.empty(), object, stage, partner, outcome, reason));
    }

    @Override
    public Dossier dossier() {
        return dossier;
    }

    @Override
    public Dossier dossier(byte[] stream) {
        return Arrays.equals(stream, dossier.stream())
                ? dossier
                : others.computeIfAbsent(
                        ByteBuffer.wrap(stream.clone()), other -> new JdbcDossier(this, connection, stream));
    }

    /** Who is linked with whom under which number is to be read again. */
    void numbersChanged() {
        others.values().forEach(JdbcDossier::numbersChanged);
    }

    /** Something to write with the rest, in its place. */
    void later(Consumer<Script> writing) {
        writes.further().add(writing);
    }

    /** Everything that was written and is not on the server yet. */
    Script remaining() throws SQLException {
        Script script = new Script();
        writes.into(script, connection, now);
        return script;
    }

    /** Asks after what was written so far. */
    <T> Script.Reply<T> found(Function<Script, Script.Reply<T>> question) {
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

    private static Sql.Row<InboxMessage> messages(Connection connection) {
        return row -> {
            UUID id = row.getObject("id", UUID.class);
            return new InboxMessage(
                    id,
                    new PartnerId(row.getString("sender")),
                    row.getString("message_id"),
                    row.getString("door"),
                    row.getString("media_type"),
                    () -> bytes(connection, id),
                    Sql.instant(row, "accepted_at"),
                    row.getString("mapping_set"));
        };
    }

    private static byte[] bytes(Connection connection, UUID inboxId) {
        try {
            return Sql.first(connection, BYTES, row -> row.getBytes("bytes"), inboxId)
                    .orElseThrow(JdbcLedger::absent);
        } catch (SQLException unavailable) {
            throw JournalUnavailable.because(unavailable);
        }
    }
}
