package nl.schakel.journal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;

/** The tables of a {@link MemoryJournal} and how a message comes into them. */
abstract class MemoryAcceptance implements Journal {
    final MemoryTables tables;
    final Disk disk;
    private final LongSupplier millis;

    MemoryAcceptance(MemoryTables tables, LongSupplier millis, Disk disk) {
        this.tables = tables;
        this.millis = millis;
        this.disk = disk;
    }

    // accept -------------------------------------------------------------------------------------------------------

    @Override
    public Accepted accept(Acceptance acceptance) {
        return committed("accept", () -> decide(acceptance));
    }

    private Accepted decide(Acceptance acceptance) {
        Envelope envelope = acceptance.envelope();
        byte[] digest = Sha256.of(acceptance.bytes());
        Optional<MemoryTables.Stored> earlier = known(envelope.sender(), envelope.messageId());
        if (earlier.isPresent()) {
            return Arrays.equals(earlier.get().digest(), digest)
                    ? again(earlier.get())
                    : new Accepted.Refused(Problem.of(ProblemCode.MESSAGE_ID_CONFLICT));
        }
        Optional<ReferralReference> found = standing(envelope, stream(acceptance));
        if (envelope.about().isPresent() ? found.isEmpty() : envelope.event() == Event.ANSWER) {
            return new Accepted.Refused(Problem.of(ProblemCode.NOT_FOUND));
        }
        boolean opens = found.isEmpty() && envelope.event() == Event.REFERRAL;
        return store(
                acceptance,
                digest,
                opens ? Optional.of(new ReferralReference(year(), tables.number + 1)) : found,
                opens);
    }

    private Accepted store(Acceptance acceptance, byte[] digest, Optional<ReferralReference> reference, boolean opens) {
        UUID id = nextId();
        Acceptance.Receipt receipt = acceptance.receipts().receipt(id, reference, instant(), new byte[32]);
        MemoryLedger ledger = new MemoryLedger((MemoryJournal) this, instant());
        if (acceptance.effect().isPresent()) {
            Optional<Problem> refused = acceptance.effect().get().apply(ledger, id, reference);
            if (refused.isPresent()) {
                return new Accepted.Refused(refused.get());
            }
        }
        Envelope envelope = acceptance.envelope();
        tables.inbox.put(
                List.of(envelope.sender().value(), envelope.messageId()),
                new MemoryTables.Stored(digest, reference, receipt));
        tables.messages.put(id, message(acceptance, id));
        if (opens) {
            open(acceptance, reference.orElseThrow(), id);
        }
        write(ledger);
        if (acceptance.leavesWork()) {
            queue(
                    WorkItem.Kind.ROUTE,
                    reference,
                    id,
                    Optional.empty(),
                    envelope.event().name(),
                    stream(acceptance));
        }
        return new Accepted.Committed(reference, receipt, false);
    }

    private void open(Acceptance acceptance, ReferralReference reference, UUID id) {
        tables.number++;
        Envelope envelope = acceptance.envelope();
        tables.transitions.put(
                reference,
                new MemoryTables.Transition(
                        new Ledger.TransitionRow(
                                reference,
                                envelope.sender(),
                                envelope.senderReference(),
                                Optional.of(id),
                                "requested",
                                envelope.sender(),
                                Optional.empty(),
                                1),
                        stream(acceptance)));
    }

    /** Which referral a message is about; a referral without its sender's number is a new one. */
    private Optional<ReferralReference> standing(Envelope envelope, String stream) {
        if (envelope.about().isPresent()) {
            return envelope.about().filter(reference -> maySpeak(envelope.sender(), reference));
        }
        Optional<String> named = envelope.senderReference();
        boolean asks = envelope.event() == Event.REFERRAL;
        List<MemoryTables.Transition> candidates = new ArrayList<>(tables.transitions.values());
        candidates.removeIf(one -> !one.stream().equals(stream)
                || !one.row().sender().equals(envelope.sender())
                || (asks && (named.isEmpty() || !one.isOpen()))
                || (named.isPresent() && !one.row().senderReference().equals(named))
                || (named.isEmpty() && !one.isOpen()));
        return candidates.stream()
                .max(Comparator.comparing(MemoryTables.Transition::isOpen)
                        .thenComparing(one -> one.row().reference().number()))
                .map(one -> one.row().reference());
    }

    private boolean maySpeak(PartnerId sender, ReferralReference reference) {
        MemoryTables.Transition known = tables.transitions.get(reference);
        return known != null
                && (known.row().sender().equals(sender)
                        || tables.tasks.values().stream()
                                .anyMatch(task -> task.reference().equals(reference)
                                        && task.receiver().equals(sender)));
    }

    @Override
    public Optional<Accepted.Committed> earlier(PartnerId sender, String messageId, byte[] bytes) {
        return known(sender, messageId)
                .filter(stored -> Arrays.equals(stored.digest(), Sha256.of(bytes)))
                .map(MemoryAcceptance::again);
    }

    private static Accepted.Committed again(MemoryTables.Stored stored) {
        return new Accepted.Committed(stored.reference(), stored.receipt(), true);
    }

    private Optional<MemoryTables.Stored> known(PartnerId sender, String messageId) {
        return isUnique()
                ? Optional.ofNullable(tables.inbox.get(List.of(sender.value(), messageId)))
                : Optional.empty();
    }

    /** Whether a sender's id is taken once only. */
    protected boolean isUnique() {
        return true;
    }

    private Ledger.InboxMessage message(Acceptance acceptance, UUID id) {
        return new Ledger.InboxMessage(
                id,
                acceptance.envelope().sender(),
                acceptance.envelope().messageId(),
                acceptance.door(),
                acceptance.mediaType(),
                acceptance::bytes,
                instant(),
                acceptance.mapping().set());
    }

    private static String stream(Acceptance acceptance) {
        return HexFormat.of().formatHex(acceptance.stream());
    }

    // what a transaction does --------------------------------------------------------------------------------------

    /** All of the body or nothing of it; what others do before it has happened, what they do after it has not. */
    final <T> T committed(String name, Supplier<T> body) {
        long mine = ++tables.drawn * 1_000;
        disk.before(name);
        tables.within = mine;
        T result = body.get();
        disk.after(name);
        return result;
    }

    final void announce(UUID id) {
        tables.outbox.put(++tables.within, id);
    }

    private UUID nextId() {
        return new UUID(++tables.within << 16 | 0x7000, Long.MIN_VALUE);
    }

    final void write(MemoryLedger ledger) {
        ledger.transitions.forEach((reference, row) -> tables.transitions.put(
                reference, new MemoryTables.Transition(row, tables.transitions.get(reference).stream())));
        tables.tasks.putAll(ledger.tasks);
        ledger.queued.forEach(asked -> queue(
                asked.kind(),
                Optional.of(asked.reference()),
                asked.inboxId(),
                Optional.of(asked.destination()),
                asked.subject(),
                tables.transitions.get(asked.reference()).stream()));
    }

    private void queue(
            WorkItem.Kind kind,
            Optional<ReferralReference> reference,
            UUID inboxId,
            Optional<PartnerId> destination,
            String subject,
            String stream) {
        MemoryWork.Queue queue = new MemoryWork.Queue(stream, destination);
        long seq = tables.places.merge(queue, 1L, Long::sum);
        UUID id = nextId();
        tables.work.put(
                id,
                new MemoryWork(
                        id, kind, reference, inboxId, queue, subject, seq, now(), now() + Limits.SWEEP.toMillis()));
        announce(id);
    }

    final long now() {
        return millis.getAsLong();
    }

    final Instant instant() {
        return Instant.ofEpochMilli(now());
    }

    private int year() {
        return instant().atZone(ZoneOffset.UTC).getYear();
    }

    // reading ------------------------------------------------------------------------------------------------------

    final Ledger.InboxMessage message(UUID inboxId) {
        return Optional.ofNullable(tables.messages.get(inboxId)).orElseThrow();
    }

    final Ledger.TransitionRow transition(ReferralReference reference) {
        return tables.transitions.get(reference).row();
    }

    @Override
    public Optional<Overview> overview(ReferralReference reference) {
        return Optional.ofNullable(tables.transitions.get(reference))
                .map(known -> new Overview(
                        known.row(),
                        tables.tasks.values().stream()
                                .filter(task -> task.reference().equals(reference))
                                .toList(),
                        tables.work.values().stream()
                                .filter(row -> row.reference.equals(Optional.of(reference)) && row.isBlocking())
                                .map(this::waiting)
                                .toList()));
    }

    private Waiting waiting(MemoryWork row) {
        boolean open = row.state == MemoryWork.State.OPEN;
        boolean paused =
                open && row.queue.destination().filter(tables.paused::contains).isPresent();
        Optional<UUID> head = open ? ahead(row) : Optional.empty();
        return new Waiting(
                row.kind,
                row.queue.destination(),
                row.state.name(),
                row.attempts,
                paused,
                head,
                open && !paused && head.isEmpty() ? Optional.of(Instant.ofEpochMilli(row.nextAt)) : Optional.empty(),
                Optional.of(row.reason).filter(reason -> !reason.isEmpty()));
    }

    private Optional<UUID> ahead(MemoryWork row) {
        return tables.work.values().stream()
                .filter(other -> other.isBlocking() && other.seq < row.seq && other.queue.equals(row.queue))
                .min(Comparator.comparingLong(other -> other.seq))
                .map(MemoryWork::id);
    }

    @Override
    public Optional<Ledger.TaskRow> task(UUID taskId, PartnerId receiver) {
        return Optional.ofNullable(tables.tasks.get(taskId))
                .filter(task -> task.receiver().equals(receiver));
    }

    @Override
    public Backlog backlog() {
        return new Backlog(
                count(MemoryWork.State.OPEN), count(MemoryWork.State.SENDING), count(MemoryWork.State.PARKED));
    }

    private long count(MemoryWork.State state) {
        return tables.work.values().stream().filter(row -> row.state == state).count();
    }

    @Override
    public void refused(Optional<PartnerId> sender, String door, Problem problem) {
        // A leaf of the audit log, read by no work.
    }

    @Override
    public List<TraceLine> trace(ReferralReference reference) {
        throw new UnsupportedOperationException("No trace is kept here");
    }

    @Override
    public Optional<ReferralReference> sentAs(PartnerId receiver, String name) {
        throw new UnsupportedOperationException("No names are kept here");
    }

    @Override
    public List<MissingCode> missingCodes() {
        throw new UnsupportedOperationException("No codes are kept here");
    }

    @Override
    public int resumeWaitingForCodes(String mappingSet) {
        throw new UnsupportedOperationException("No codes are kept here");
    }
}
