package nl.schakel.journal;

import java.nio.ByteBuffer;
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
    static final String MESSAGE_COLUMNS =
            "i.id, i.sender, i.message_id, i.door, i.media_type, i.accepted_at, i.mapping_set";
    private static final String MESSAGE = "select " + MESSAGE_COLUMNS + " from schakel.inbox i where i.id = ?";
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
    private final boolean asks;

    private JdbcLedger(Connection connection, Held held, Referred referred, boolean asks) {
        this.connection = connection;
        this.now = held.now();
        this.cause = held.message();
        this.dossier = new JdbcDossier(this, connection, held.stream());
        this.reference = referred.reference();
        this.known = referred.transition().orElse(null);
        this.knownTasks = referred.tasks().orElse(null);
        this.asks = asks;
    }

    /** What stands first in a transaction about a client. */
    record Held(Instant now, byte[] stream, Optional<InboxMessage> message) {}

    /** The referral that it is about, with what is known of it already. */
    record Referred(
            Optional<ReferralReference> reference, Optional<TransitionRow> transition, Optional<List<TaskRow>> tasks) {
        static final Referred NONE = new Referred(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** More is needed than is known beforehand, where nothing may be asked. */
    static final class Unasked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unasked() {
            super("The ledger may not ask here", null, false, false);
        }
    }

    /** The ledger of what is held. */
    static JdbcLedger holding(Connection connection, Held held, Referred referred) {
        return new JdbcLedger(connection, held, referred, true);
    }

    /** The ledger of what is not written yet: nothing may be asked beside what is known, for the answer would lack it. */
    static JdbcLedger unwritten(Connection connection, Held held, Referred referred) {
        return new JdbcLedger(connection, held, referred, false);
    }

    /** The ledger of a message that is being accepted: nothing is read yet, its own row is written. */
    static JdbcLedger accepting(Connection connection, Instant at, byte[] stream) {
        return new JdbcLedger(connection, new Held(at, stream, Optional.empty()), Referred.NONE, true);
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
        if (!asks) {
            throw new Unasked();
        }
        try {
            Script script = remaining();
            Script.Reply<T> reply = question.apply(script);
            script.run(connection);
            return reply;
        } catch (SQLException unavailable) {
            throw JournalUnavailable.because(unavailable);
        }
    }

    /** Takes in what there is about the client, as it was read behind their lock. */
    void know(Beforehand there) throws SQLException {
        dossier.know(there, reference, connection);
    }

    private static IllegalStateException absent() {
        return new IllegalStateException("The ledger does not hold what was asked");
    }

    static InboxMessage inboxMessage(ResultSet row, Connection connection) throws SQLException {
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
