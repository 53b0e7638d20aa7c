package nl.schakel.journal;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
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
    private static final String STREAM_OF_ITEM = "(select w.stream from schakel.work w where w.id = ?)";
    private static final String MESSAGE_COLUMNS =
            "i.id, i.sender, i.message_id, i.door, i.media_type, i.accepted_at, i.mapping_set";
    private static final String MESSAGE = "select " + MESSAGE_COLUMNS + " from schakel.inbox i where i.id = ?";

    /** The item and its message; between them what else is to be known of the item's client. */
    private static final String HOLD = "select clock_timestamp() as now, w.stream, " + MESSAGE_COLUMNS + """
            %s
            from schakel.work w left join schakel.inbox i on i.id = w.inbox_id
            left join schakel.dossier_head h on h.stream = w.stream
            where w.id = ? and w.fence = ? and w.state in ('OPEN', 'SENDING')
            and not\s"""
            + WorkSql.isPaused("w.destination") + " for no key update of w";

    private static final String HOLD_ALONE = HOLD.formatted("");
    private static final String HOLD_FAMILY =
            HOLD.formatted(", " + FamilyLock.all("w.stream") + " as family,\n" + Beforehand.COLUMNS);

    private static final String BYTES = "select bytes from schakel.raw where inbox_id = ?";

    private final Connection connection;
    private final Instant now;
    private final Optional<InboxMessage> cause;
    private final LedgerWrites writes = new LedgerWrites();
    /** What the item is about; of it the two below are known until they change. */
    private final Optional<ReferralReference> reference;

    private @Nullable TransitionRow known;
    private @Nullable List<TaskRow> knownTasks;

    private final JdbcDossier dossier;
    private final Map<ByteBuffer, JdbcDossier> others = new HashMap<>();
    private Optional<ToJoin> toJoin = Optional.empty();

    private JdbcLedger(Connection connection, Held held, About about) {
        this.connection = connection;
        this.now = held.now();
        this.cause = held.message();
        this.dossier = new JdbcDossier(this, connection, held.stream());
        this.reference = about.reference();
        this.known = about.transition().flatMap(Script.Reply::first).orElse(null);
        this.knownTasks = about.tasks().map(reply -> List.copyOf(reply.rows())).orElse(null);
    }

    /** What stands first in a work item's transaction. */
    private record Held(Instant now, byte[] stream, Optional<InboxMessage> message) {
        static Held of(ResultSet row, Connection connection) throws SQLException {
            return new Held(
                    Sql.instant(row, "now"),
                    row.getBytes("stream"),
                    row.getObject("id") == null ? Optional.empty() : Optional.of(inboxMessage(row, connection)));
        }
    }

    /** The same of an item that must hold its client's family. */
    private record HeldFamily(Held held, Array family, Beforehand kept) {
        static HeldFamily of(ResultSet row, Connection connection) throws SQLException {
            return new HeldFamily(Held.of(row, connection), row.getArray("family"), Beforehand.of(row));
        }
    }

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

    private static Attempt attempt(Connection connection, WorkItem item) throws SQLException {
        return switch (item.kind()) {
            case ROUTE, DELIVER -> withFamily(connection, item);
            case TELL, REVIEW -> alone(connection, item);
        };
    }

    /** A word to a partner needs no lock but its own. */
    private static Attempt alone(Connection connection, WorkItem item) throws SQLException {
        Script script = new Script();
        var held = script.ask(HOLD_ALONE, row -> Held.of(row, connection), item.id(), item.fence());
        About about = About.ask(script, item);
        script.run(connection);
        return new Attempt(false, held.first().map(mine -> new JdbcLedger(connection, mine, about)));
    }

    /**
     * While a release is decided nobody says more about its client or their family. The clients are held before the item, as
     * everybody does: who joins numbers holds the clients and then their work.
     */
    private static Attempt withFamily(Connection connection, WorkItem item) throws SQLException {
        Script script = new Script();
        var taken = FamilyLock.take(script, STREAM_OF_ITEM, item.kind() == WorkItem.Kind.DELIVER, item.id());
        var held = script.ask(HOLD_FAMILY, row -> HeldFamily.of(row, connection), item.id(), item.fence());
        About about = About.ask(script, item);
        script.run(connection);
        if (held.first().isEmpty()) {
            return new Attempt(false, Optional.empty());
        }
        HeldFamily mine = held.first().get();
        if (!FamilyLock.isWhole(taken.rows(), mine.family())) {
            return new Attempt(true, Optional.empty());
        }
        JdbcLedger ledger = new JdbcLedger(connection, mine.held(), about);
        ledger.dossier.know(mine.kept(), item.reference(), connection);
        return new Attempt(false, Optional.of(ledger));
    }

    /** The referral of an item, locked, and its tasks; answered after the script ran. */
    private record About(
            Optional<ReferralReference> reference,
            Optional<Script.Reply<TransitionRow>> transition,
            Optional<Script.Reply<TaskRow>> tasks) {
        static final About NONE = new About(Optional.empty(), Optional.empty(), Optional.empty());

        static About ask(Script script, WorkItem item) {
            return new About(
                    item.reference(),
                    item.reference().map(reference -> ReferralRows.askLocked(script, reference)),
                    item.reference().map(reference -> ReferralRows.askTasks(script, reference)));
        }
    }

    /** The ledger of a message that is being accepted: nothing is read yet, its own row is written. */
    static JdbcLedger accepting(Connection connection, Instant at, byte[] stream) {
        return new JdbcLedger(connection, new Held(at, stream, Optional.empty()), About.NONE);
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
        return read.orElseGet(() -> found(script -> script.ask(MESSAGE, row -> inboxMessage(row, connection), inboxId))
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
        List<TaskRow> tasks = knownTasks;
        return tasks != null && this.reference.filter(reference::equals).isPresent()
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

    private static InboxMessage inboxMessage(ResultSet row, Connection connection) throws SQLException {
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
