package nl.schakel.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Journal;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/** A journal that means the same as the real one, without a disk; leases end when a test says so. */
final class MemoryJournal implements Journal {

    enum State {
        OPEN,
        HELD,
        DONE,
        PARKED
    }

    private static final class Row {
        final UUID id = UUID.randomUUID();
        final Optional<PartnerId> destination;
        final String stream;
        final int order;
        State state = State.OPEN;
        int attempts;
        long fence;
        boolean sending;
        boolean due = true;
        Optional<Outgoing> stored = Optional.empty();

        Row(Optional<PartnerId> destination, String stream, int order) {
            this.destination = destination;
            this.stream = stream;
            this.order = order;
        }
    }

    private final Map<UUID, Row> rows = new LinkedHashMap<>();
    private final Set<UUID> outbox = new LinkedHashSet<>();
    private final List<String> done = new ArrayList<>();
    private final Set<UUID> givenBack = new LinkedHashSet<>();
    private final Set<PartnerId> held = new LinkedHashSet<>();
    private int holds;
    private boolean away;
    private int order;
    private int relayed;
    private int failedCalls;
    private int sweeps;

    /** New work in a stream of its own. */
    UUID add(String destination) {
        return add(destination, UUID.randomUUID().toString());
    }

    /** New work; an empty destination is work that calls nobody. */
    synchronized UUID add(String destination, String stream) {
        Optional<PartnerId> partner =
                destination.isEmpty() ? Optional.empty() : Optional.of(new PartnerId(destination));
        Row row = new Row(partner, stream + "/" + destination, order++);
        rows.put(row.id, row);
        outbox.add(row.id);
        return row.id;
    }

    synchronized void goAway() {
        away = true;
    }

    synchronized void comeBack() {
        away = false;
    }

    /** Waits in the journal, and nobody was told. */
    synchronized UUID addQuietly(String destination) {
        UUID id = add(destination);
        outbox.remove(id);
        return id;
    }

    /** As if so much time had passed that every lease ended. */
    synchronized void endLeases() {
        rows.values().stream().filter(row -> row.state == State.HELD).forEach(row -> {
            row.state = State.OPEN;
            row.fence++;
        });
    }

    /** Emits everything once more, though nothing asks for it. */
    synchronized void emitAll() {
        outbox.addAll(rows.keySet());
    }

    synchronized long count(State state) {
        return rows.values().stream().filter(row -> row.state == state).count();
    }

    synchronized int attempts(UUID id) {
        return rows.get(id).attempts;
    }

    synchronized State state(UUID id) {
        return rows.get(id).state;
    }

    /** Ids in the order in which they ended. */
    synchronized List<String> done() {
        return List.copyOf(done);
    }

    synchronized Set<UUID> givenBack() {
        return Set.copyOf(givenBack);
    }

    synchronized int relayed() {
        return relayed;
    }

    synchronized int failedCalls() {
        return failedCalls;
    }

    @Override
    public synchronized List<WorkItem> claim(List<UUID> ids) {
        reach();
        return ids.stream()
                .map(rows::get)
                .filter(row -> row != null && row.state == State.OPEN && row.due && isHead(row))
                .filter(row -> row.destination.stream().noneMatch(held::contains))
                .map(this::hold)
                .toList();
    }

    @Override
    public synchronized void hold(PartnerId partner, Cause cause, Duration time) {
        reach();
        held.add(partner);
        holds++;
    }

    @Override
    public synchronized void release(PartnerId partner) {
        reach();
        held.remove(partner);
    }

    /** As if the time of every hold were over. */
    synchronized void endHolds() {
        held.clear();
    }

    synchronized int holdCount() {
        return holds;
    }

    private boolean isHead(Row row) {
        return rows.values().stream()
                .filter(other -> other.stream.equals(row.stream) && other.state != State.DONE)
                .min(Comparator.comparingInt(other -> other.order))
                .filter(head -> head == row)
                .isPresent();
    }

    private WorkItem hold(Row row) {
        row.state = State.HELD;
        row.sending = false;
        row.attempts++;
        row.fence++;
        WorkItem.Kind kind = row.destination.isPresent() ? WorkItem.Kind.DELIVER : WorkItem.Kind.ROUTE;
        return new WorkItem(
                row.id,
                kind,
                Optional.empty(),
                row.id,
                row.destination,
                row.stream,
                row.attempts,
                row.fence,
                row.stored);
    }

    @Override
    public Optional<Prepared> prepare(WorkItem item, WorkHandler handler) {
        synchronized (this) {
            reach();
            if (lost(item)) {
                return Optional.empty();
            }
        }
        Prepared prepared = handler.prepare(item, new NoLedger(this));
        synchronized (this) {
            Row row = rows.get(item.id());
            if (prepared instanceof Prepared.Send send) {
                row.sending = true;
                row.stored = Optional.of(send.outgoing());
            } else {
                end(row, prepared instanceof Prepared.Park ? State.PARKED : State.DONE);
            }
        }
        return Optional.of(prepared);
    }

    @Override
    public synchronized void settle(WorkItem item, Sent sent) {
        reach();
        if (lost(item)) {
            return;
        }
        Row row = rows.get(item.id());
        if (sent instanceof Sent.Delivered) {
            end(row, State.DONE);
        } else if (sent instanceof Sent.Refused) {
            end(row, State.PARKED);
        } else {
            row.state = State.OPEN;
        }
    }

    private void end(Row row, State state) {
        row.state = state;
        done.add(row.stream + "#" + row.order);
        rows.values().stream()
                .filter(other -> other.stream.equals(row.stream) && other.state == State.OPEN)
                .findFirst()
                .ifPresent(next -> outbox.add(next.id));
    }

    @Override
    public synchronized void giveBack(List<WorkItem> unbegun) {
        reach();
        for (WorkItem item : unbegun) {
            if (!lost(item)) {
                Row row = rows.get(item.id());
                row.state = State.OPEN;
                row.attempts--;
                givenBack.add(item.id());
            }
        }
    }

    private boolean lost(WorkItem item) {
        Row row = rows.get(item.id());
        return row.fence != item.fence() || row.state != State.HELD;
    }

    @Override
    public List<Ready> ready(List<UUID> ids) {
        return ids.stream().map(this::ready).toList();
    }

    private synchronized Ready ready(UUID id) {
        return new Ready(id, rows.get(id).destination);
    }

    @Override
    public synchronized Page waiting(PartnerId partner, Optional<UUID> after, int most) {
        reach();
        List<Row> seen = rows.values().stream()
                .filter(row -> row.destination.filter(partner::equals).isPresent())
                .filter(row -> row.state == State.OPEN || row.state == State.HELD)
                .filter(row -> after.isEmpty() || row.order > rows.get(after.get()).order)
                .limit(most)
                .toList();
        return new Page(
                seen.stream()
                        .filter(row -> row.state == State.OPEN && row.due && isHead(row))
                        .map(row -> row.id)
                        .toList(),
                seen.size() < most ? Optional.empty() : Optional.of(seen.get(most - 1).id));
    }

    @Override
    public int relay(int most, Consumer<List<Ready>> publish) {
        List<UUID> batch;
        synchronized (this) {
            reach();
            batch = outbox.stream().limit(most).toList();
            outbox.removeAll(batch);
        }
        if (!batch.isEmpty()) {
            try {
                publish.accept(batch.stream().map(this::ready).toList());
            } catch (RuntimeException e) {
                synchronized (this) {
                    outbox.addAll(batch);
                }
                throw e;
            }
        }
        synchronized (this) {
            relayed += batch.size();
        }
        return batch.size();
    }

    synchronized int sweeps() {
        return sweeps;
    }

    @Override
    public synchronized int sweep() {
        reach();
        sweeps++;
        List<UUID> due = rows.values().stream()
                .filter(row -> row.state == State.OPEN && row.due && isHead(row))
                .map(row -> row.id)
                .toList();
        outbox.addAll(due);
        return due.size();
    }

    private void reach() {
        if (away) {
            failedCalls++;
            throw new JournalUnavailable("away", new IllegalStateException());
        }
    }

    @Override
    public Accepted accept(Acceptance acceptance) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void refused(Optional<PartnerId> sender, String door, Problem problem) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<TraceLine> trace(ReferralReference reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Overview> overview(ReferralReference reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Ledger.TaskRow> task(UUID taskId, PartnerId receiver) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Accepted.Committed> earlier(PartnerId sender, String messageId, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public java.util.Optional<nl.schakel.referral.ReferralReference> sentAs(
            nl.schakel.referral.PartnerId receiver, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<MissingCode> missingCodes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int resumeWaitingForCodes(String mappingSet) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Backlog backlog() {
        throw new UnsupportedOperationException();
    }
}
