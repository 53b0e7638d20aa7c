package nl.schakel.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/** The hall and the partners in one: counts the calls, and can be slow, silent or broken. */
class StandIn implements WorkHandler {
    /** Calls per work id that reached a partner. */
    final Map<UUID, AtomicInteger> calls = new ConcurrentHashMap<>();

    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger mostRunning = new AtomicInteger();
    final CountDownLatch slowEntered = new CountDownLatch(1);
    /** The slow partner answers when this opens. */
    final CountDownLatch slowMayAnswer = new CountDownLatch(1);

    final List<Class<?>> interrupted = new CopyOnWriteArrayList<>();

    @Override
    public Prepared prepare(WorkItem item, Ledger ledger) {
        return item.destination().isEmpty()
                ? new Prepared.Done("routed")
                : new Prepared.Send(
                        new Outgoing(item.id().toString(), "test", "text/plain", new byte[] {1}, Optional.empty()));
    }

    @Override
    public Sent send(WorkItem item, Outgoing outgoing) {
        calls.computeIfAbsent(item.id(), id -> new AtomicInteger()).incrementAndGet();
        if (item.destination().equals(Optional.of(new PartnerId("slow")))) {
            return slowly();
        }
        return new Sent.Delivered(new byte[] {2});
    }

    private Sent slowly() {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        slowEntered.countDown();
        try {
            slowMayAnswer.await();
            return new Sent.Delivered(new byte[] {2});
        } catch (InterruptedException e) {
            interrupted.add(e.getClass());
            Thread.currentThread().interrupt();
            return new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN));
        } finally {
            running.decrementAndGet();
        }
    }
}
