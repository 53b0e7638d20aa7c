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
    private static final String HOLD = """
            select clock_timestamp() as now, stream from schakel.work
            where id = ? and fence = ? and state in ('OPEN', 'SENDING')
            and not exists (select 1 from schakel.pause p where p.partner = work.destination) for no key update""";
    private static final String STREAM_OF_ITEM = "(select w.stream from schakel.work w where w.id = ?)";

    /**
     * The row whose lock every accept about this client takes; releases share it, so that they wait for no one else. With it
     * go those of the family, in the order of their keys, so that no two transactions wait for each other.
     */
    static final String FAMILY = """
            select s.key from schakel.stream s where s.destination = '' and s.key = any (array(
                with named as (
                    select unnest(?::bytea[]) as stream union
                    select m.stream from schakel.family_claim c join schakel.family_claim m on m.name = c.name
                    where c.stream = any (?::bytea[])
                )
                select stream from named union
                select t.kin from schakel.tie t join named n on n.stream = t.stream where t.ended_at is null))
            order by s.key for\s""";

    private static final String CLIENT = FAMILY.replace("?::bytea[]", "array[" + STREAM_OF_ITEM + "]");
    private static final String KIN = "select t.kin from schakel.tie t where t.ended_at is null and t.stream = "
            + STREAM_OF_ITEM + " union select m.stream from schakel.family_claim c"
            + " join schakel.family_claim m on m.name = c.name where c.stream = " + STREAM_OF_ITEM;

    private static final String MESSAGE = """
            select i.id, i.sender, i.message_id, i.door, i.media_type, r.bytes, i.accepted_at, i.mapping_set
            from schakel.inbox i join schakel.raw r on r.inbox_id = i.id where i.id = ?""";

    private final Connection connection;
    private final Instant now;
    private final Optional<InboxMessage> cause;
    private final LedgerWrites writes = new LedgerWrites();
    private @Nullable TransitionRow known;
    private @Nullable List<TaskRow> knownTasks;

    private final JdbcDossier dossier;
    private final Map<ByteBuffer, JdbcDossier> others = new HashMap<>();

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
        Script script = new Script();
        var held = script.ask(
                HOLD, row -> new Held(Sql.instant(row, "now"), row.getBytes("stream")), item.id(), item.fence());
        Optional<Family> family = askFamily(script, item);
        Optional<JdbcDossier.Beforehand> beforehand = askDossier(script, item);
        var message = script.ask(MESSAGE, JdbcLedger::message, item.inboxId());
        var transition = item.reference().map(reference -> ReferralRows.askLocked(script, reference));
        var tasks = item.reference().map(reference -> ReferralRows.askTasks(script, reference));
        script.run(connection);
        if (held.first().isEmpty()) {
            return Optional.empty();
        }
        if (family.filter(locked -> !locked.isWhole()).isPresent()) {
            // It was linked while we waited for its locks. What is read of the others from here on is read under them.
            Script again = new Script();
            askFamily(again, item);
            again.run(connection);
        }
        Held mine = held.first().get();
        JdbcLedger ledger = new JdbcLedger(connection, mine.now(), message.first(), mine.stream());
        beforehand.ifPresent(ledger.dossier::knows);
        transition.flatMap(Script.Reply::first).ifPresent(row -> ledger.known = row);
        tasks.ifPresent(reply -> ledger.knownTasks = List.copyOf(reply.rows()));
        return Optional.of(ledger);
    }

    /** A release reads what the client said, and nobody says more until it is committed. A word to a partner needs neither. */
    private static Optional<JdbcDossier.Beforehand> askDossier(Script script, WorkItem item) {
        return item.kind() == WorkItem.Kind.DELIVER
                ? Optional.of(JdbcDossier.Beforehand.ask(
                        script, STREAM_OF_ITEM, item.id(), item.reference().orElseThrow()))
                : Optional.empty();
    }

    /** The streams that were locked, and the others of the family as they were known behind that. */
    private record Family(Script.Reply<ByteBuffer> locked, Script.Reply<ByteBuffer> kin) {
        boolean isWhole() {
            return locked.rows().containsAll(kin.rows());
        }
    }

    private static Optional<Family> askFamily(Script script, WorkItem item) {
        if (item.kind() == WorkItem.Kind.TELL || item.kind() == WorkItem.Kind.REVIEW) {
            return Optional.empty();
        }
        String strength = item.kind() == WorkItem.Kind.ROUTE ? "no key update" : "share";
        return Optional.of(new Family(
                script.ask(CLIENT + strength, row -> ByteBuffer.wrap(row.getBytes("key")), item.id(), item.id()),
                script.ask(KIN, row -> ByteBuffer.wrap(row.getBytes("kin")), item.id(), item.id())));
    }

    /** The ledger of a message that is being accepted: nothing is read yet, its own row is written. */
    static JdbcLedger accepting(Connection connection, Instant at, byte[] stream) {
        return new JdbcLedger(connection, at, Optional.empty(), stream);
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
