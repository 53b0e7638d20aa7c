package nl.schakel.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * What the statements of {@link JdbcJournal} mean, in plain Java on a clock and a disk of the test's: {@link JournalContract} holds
 * both to the same. For one thread at a time; between {@link Disk#before} and the transaction itself others may run.
 */
public class MemoryJournal extends MemoryAcceptance {
    private final PartnerTerms terms;

    public MemoryJournal(MemoryTables tables, PartnerTerms terms, LongSupplier millis, Disk disk) {
        super(tables, millis, disk);
        this.terms = terms;
    }

    // claim and give back ------------------------------------------------------------------------------------------

    @Override
    public List<WorkItem> claim(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<WorkItem> good = new ArrayList<>();
        for (Taken one : transaction("claim", () -> take(ids))) {
            if (one.begun() >= Limits.POISON_ATTEMPTS - 1) {
                park(one.item(), Problem.of(ProblemCode.WORK_POISONOUS));
            } else if (one.wasSending() && !mayRepeat(one.item())) {
                park(one.item(), Problem.of(ProblemCode.OUTCOME_UNKNOWN));
            } else {
                good.add(one.item());
            }
        }
        return good;
    }

    private record Taken(WorkItem item, boolean wasSending, int begun) {}

    private List<Taken> take(List<UUID> ids) {
        List<MemoryWork> free = ids.stream()
                .distinct()
                .map(tables.work::get)
                .filter(row -> row != null && isFree(row) && isFirst(row))
                .sorted(Comparator.comparing(MemoryWork::id))
                .toList();
        return free.stream().map(this::hold).toList();
    }

    private boolean isFree(MemoryWork row) {
        return row.isLive() && row.nextAt <= now() && row.leaseUntil <= now() && !isPaused(row);
    }

    private boolean isPaused(MemoryWork row) {
        return row.queue
                .destination()
                .filter(to -> tables.paused.contains(to) || tables.held.getOrDefault(to, now()) > now())
                .isPresent();
    }

    private Taken hold(MemoryWork row) {
        boolean wasSending = row.state == MemoryWork.State.SENDING;
        count(row);
        row.fence++;
        row.reached |= wasSending;
        row.leaseUntil = now() + Limits.LEASE.toMillis();
        row.sweepAt = Math.min(row.sweepAt, row.leaseUntil);
        return new Taken(row.item(), wasSending, row.begun);
    }

    /** The attempt counts before it begins. */
    protected void count(MemoryWork row) {
        row.counted();
    }

    protected boolean mayRepeat(WorkItem item) {
        return item.destination().map(terms::of).map(DeliveryTerms::mayRepeat).orElse(true);
    }

    @Override
    public void giveBack(List<WorkItem> unbegun) {
        if (unbegun.isEmpty()) {
            return;
        }
        transaction("give back", () -> {
            unbegun.forEach(item -> held(item).ifPresent(row -> {
                row.attempts--;
                row.unsettled = Math.max(row.unsettled - 1, 0);
                row.leaseUntil = MemoryWork.NEVER;
                row.sweepAt = now() + Limits.SWEEP.toMillis();
            }));
            return true;
        });
    }

    private Optional<MemoryWork> held(WorkItem item) {
        return Optional.ofNullable(tables.work.get(item.id())).filter(row -> isHeldBy(row, item));
    }

    /** Whether the lease under which the item was taken still holds the row. */
    protected boolean isHeldBy(MemoryWork row, WorkItem item) {
        return row.isHeldBy(item);
    }

    // prepare ------------------------------------------------------------------------------------------------------

    @Override
    public Optional<Prepared> prepare(WorkItem item, WorkHandler handler) {
        if (item.attempt() > 1) {
            transaction("begin", () -> begin(item));
        }
        try {
            return transaction("prepare", () -> release(item, handler));
        } catch (JournalUnavailable unavailable) {
            throw unavailable;
        } catch (RuntimeException defect) {
            long pause = DeliveryTerms.of(DeliveryTerms.DeliveryClass.A)
                    .pauseAfter(item.attempt())
                    .toMillis();
            transaction("give back", () -> laterAgain(item, pause));
            throw defect;
        }
    }

    private Optional<MemoryWork> begin(WorkItem item) {
        Optional<MemoryWork> suspected = held(item).filter(row -> row.unsettled > 1);
        suspected.ifPresent(row -> row.begun++);
        return suspected;
    }

    private Optional<Prepared> release(WorkItem item, WorkHandler handler) {
        Optional<MemoryWork> row = held(item).filter(held -> !isPaused(held));
        if (row.isEmpty()) {
            return Optional.empty();
        }
        MemoryLedger ledger = new MemoryLedger(this, instant());
        Prepared made = handler.prepare(item, ledger);
        Prepared prepared = made instanceof Prepared.Send && item.stored().isPresent()
                ? new Prepared.Send(item.stored().get())
                : made;
        write(ledger);
        conclude(row.get(), prepared);
        return Optional.of(prepared);
    }

    private void conclude(MemoryWork row, Prepared prepared) {
        if (prepared instanceof Prepared.Send send) {
            row.stored = row.stored.or(() -> Optional.of(send.outgoing()));
            row.state = MemoryWork.State.SENDING;
            row.leaseUntil = now() + Limits.LEASE.toMillis();
        } else if (prepared instanceof Prepared.Done done) {
            row.rest(MemoryWork.State.DONE, done.outcome());
            wakeNext(row);
        } else if (prepared instanceof Prepared.Withdrawn withdrawn) {
            row.withdraw();
            row.rest(MemoryWork.State.DONE, withdrawn.outcome());
            wakeNext(row);
        } else if (prepared instanceof Prepared.Park park) {
            row.rest(MemoryWork.State.PARKED, Settlement.words(park.problem()));
        }
    }

    private Optional<MemoryWork> laterAgain(WorkItem item, long pause) {
        Optional<MemoryWork> mine = held(item);
        mine.ifPresent(row -> {
            row.leaseUntil = MemoryWork.NEVER;
            row.nextAt = now() + pause;
            row.sweepAt = now() + pause;
        });
        return mine;
    }

    // settle -------------------------------------------------------------------------------------------------------

    @Override
    public void settle(WorkItem item, Sent sent) {
        if (sent instanceof Sent.Delivered delivered) {
            write(new Verdict(
                    item, MemoryWork.State.DONE, "", Duration.ZERO, Optional.of(delivered.evidence()), true, true));
        } else if (sent instanceof Sent.NotDelivered failed) {
            again(item, failed.problem(), false);
        } else if (sent instanceof Sent.Refused refused) {
            write(Verdict.parked(item, refused.problem(), Optional.of(refused.evidence()), true));
        } else if (sent instanceof Sent.Unknown unknown) {
            if (mayRepeat(item)) {
                again(item, unknown.problem(), true);
            } else {
                write(Verdict.parked(item, Problem.of(ProblemCode.OUTCOME_UNKNOWN), Optional.empty(), true));
            }
        }
    }

    private record Verdict(
            WorkItem item,
            MemoryWork.State state,
            String reason,
            Duration pause,
            Optional<byte[]> evidence,
            boolean reached,
            boolean counted) {
        static Verdict parked(WorkItem item, Problem problem, Optional<byte[]> evidence, boolean reached) {
            return new Verdict(
                    item, MemoryWork.State.PARKED, Settlement.words(problem), Duration.ZERO, evidence, reached, true);
        }
    }

    private void park(WorkItem item, Problem problem) {
        write(Verdict.parked(item, problem, Optional.empty(), false));
    }

    private void again(WorkItem item, Problem problem, boolean reached) {
        DeliveryTerms agreed =
                item.destination().map(terms::of).orElse(DeliveryTerms.of(DeliveryTerms.DeliveryClass.A));
        Optional<Duration> asked = problem.again().map(DeliveryTerms::bounded);
        if (asked.isPresent()) {
            write(new Verdict(
                    item,
                    MemoryWork.State.OPEN,
                    Settlement.words(problem),
                    asked.get(),
                    Optional.empty(),
                    reached,
                    false));
        } else if (agreed.exhaustedBy(item.attempt())) {
            write(Verdict.parked(item, Settlement.spent(problem), Optional.empty(), reached));
        } else {
            Duration pause = agreed.pauseAfter(item.attempt());
            write(new Verdict(
                    item, MemoryWork.State.OPEN, Settlement.words(problem), pause, Optional.empty(), reached, true));
        }
    }

    private void write(Verdict verdict) {
        transaction("settle", () -> {
            held(verdict.item()).ifPresent(row -> settle(row, verdict));
            return true;
        });
    }

    private void settle(MemoryWork row, Verdict verdict) {
        row.rest(verdict.state(), verdict.reason());
        row.attempts -= verdict.counted() ? 0 : 1;
        row.begun = 0;
        row.reached |= verdict.reached();
        row.evidence = verdict.evidence().or(() -> row.evidence);
        row.nextAt = now() + verdict.pause().toMillis();
        row.sweepAt = row.nextAt;
        if (verdict.state() == MemoryWork.State.DONE) {
            wakeNext(row);
        } else if (verdict.state() == MemoryWork.State.OPEN) {
            triedAgain(row);
        }
    }

    /** The sweeper finds it when its time comes. */
    protected void triedAgain(MemoryWork row) {}

    // relay and sweep ----------------------------------------------------------------------------------------------

    @Override
    public int relay(int most, Consumer<List<Ready>> publish) {
        disk.before("relay");
        Map<Long, UUID> rows = new TreeMap<>();
        unsent().stream()
                .filter(id -> !tables.locked.contains(id))
                .limit(most)
                .forEach(id -> rows.put(id, tables.outbox.get(id)));
        tables.locked.addAll(rows.keySet());
        try {
            if (!rows.isEmpty()) {
                publish.accept(rows.values().stream().map(this::ready).toList());
                disk.before("relayed");
                handedOn(rows.keySet());
                disk.after("relayed");
            }
        } finally {
            tables.locked.removeAll(rows.keySet());
        }
        return rows.size();
    }

    @Override
    public List<Ready> ready(List<UUID> ids) {
        return ids.stream().filter(tables.work::containsKey).map(this::ready).toList();
    }

    private Ready ready(UUID id) {
        MemoryWork row = tables.work.get(id);
        return new Ready(id, Optional.ofNullable(row).flatMap(one -> one.queue.destination()));
    }

    /** Whether a relay that comes now finds anything. */
    public final boolean hasUnsent() {
        return unsent().stream().anyMatch(id -> !tables.locked.contains(id));
    }

    /** Rows of the outbox that were not handed on, oldest first. */
    protected Collection<Long> unsent() {
        return List.copyOf(tables.outbox.keySet());
    }

    protected void handedOn(Collection<Long> rows) {
        tables.outbox.keySet().removeAll(rows);
    }

    @Override
    public int sweep() {
        return transaction("sweep", () -> {
            List<MemoryWork> due = tables.work.values().stream()
                    .filter(row -> row.isLive() && row.sweepAt <= now())
                    .sorted(Comparator.comparingLong(row -> row.sweepAt))
                    .limit(Sweep.MOST)
                    .toList();
            List<MemoryWork> free = due.stream()
                    .filter(row -> row.leaseUntil <= now())
                    .filter(row -> !isPaused(row))
                    .toList();
            due.forEach(row -> row.sweepAt = row.leaseUntil > now() ? row.leaseUntil : now() + 1_000L * rest(row));
            List<MemoryWork> heads = free.stream().filter(this::isFirst).toList();
            heads.forEach(row -> announce(row.id));
            return heads.size();
        });
    }

    private int rest(MemoryWork row) {
        return row.queue.destination().filter(tables.paused::contains).isPresent()
                ? Sweep.REST_IN_PAUSE_SECONDS
                : Sweep.REST_SECONDS;
    }

    @Override
    public Page waiting(PartnerId partner, Optional<UUID> after, int most) {
        List<MemoryWork> seen = tables.work.values().stream()
                .filter(row -> row.isLive() && !isPaused(row))
                .filter(row -> row.queue.destination().filter(partner::equals).isPresent())
                .filter(row -> after.isEmpty() || row.id.compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(MemoryWork::id))
                .limit(most)
                .toList();
        List<UUID> free = seen.stream()
                .filter(row -> row.leaseUntil <= now() && row.nextAt <= now() && isFirst(row))
                .map(MemoryWork::id)
                .toList();
        return new Page(free, seen.size() < most ? Optional.empty() : Optional.of(seen.get(most - 1).id));
    }

    // pauses -------------------------------------------------------------------------------------------------------

    public void pause(PartnerId partner) {
        transaction("pause", () -> tables.paused.add(partner));
    }

    public void resume(PartnerId partner) {
        transaction("resume", () -> {
            if (tables.paused.remove(partner)) {
                heads(partner).forEach(row -> {
                    row.sweepAt = now() + Limits.SWEEP.toMillis();
                    announce(row.id);
                });
            }
            return true;
        });
    }

    private List<MemoryWork> heads(PartnerId partner) {
        return unheld(partner)
                .filter(row -> row.nextAt <= now() && isFirst(row))
                .sorted(Comparator.comparing(MemoryWork::id))
                .limit(WorkSql.ANNOUNCED)
                .toList();
    }

    private Stream<MemoryWork> unheld(PartnerId partner) {
        return tables.work.values().stream()
                .filter(row -> row.isLive() && row.leaseUntil <= now())
                .filter(row -> row.queue.destination().filter(partner::equals).isPresent());
    }

    @Override
    public void hold(PartnerId partner, Cause cause, Duration time) {
        transaction("hold", () -> {
            long until = now() + time.toMillis();
            tables.held.put(partner, until);
            unheld(partner)
                    .sorted(Comparator.comparingLong(row -> row.sweepAt))
                    .limit(Holds.TRIES)
                    .forEach(row -> row.sweepAt = Math.max(row.nextAt, until));
            return true;
        });
    }

    @Override
    public void release(PartnerId partner) {
        transaction("release of a hold", () -> {
            if (tables.held.remove(partner) != null) {
                heads(partner).forEach(row -> announce(row.id));
            }
            return true;
        });
    }

    @Override
    public List<Hold> holds() {
        return tables.held.entrySet().stream()
                .map(one ->
                        new Hold(one.getKey(), Cause.UNREACHABLE, Instant.EPOCH, Instant.ofEpochMilli(one.getValue())))
                .toList();
    }

    // order --------------------------------------------------------------------------------------------------------

    /** Whether nothing stands before it for the same client and destination. */
    protected boolean isFirst(MemoryWork row) {
        return tables.work.values().stream()
                .noneMatch(ahead -> ahead.isBlocking() && ahead.seq < row.seq && ahead.queue.equals(row.queue));
    }

    private void wakeNext(MemoryWork ended) {
        tables.work.values().stream()
                .filter(row -> row.isBlocking() && row.seq > ended.seq && row.queue.equals(ended.queue))
                .min(Comparator.comparingLong(row -> row.seq))
                .ifPresent(next -> announce(next.id));
    }

    private <T> T transaction(String name, Supplier<T> body) {
        return committed(name, body);
    }
}
