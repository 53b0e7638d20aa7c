package nl.schakel.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nl.schakel.journal.Journal;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.WorkHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps work moving from the outbox over the broker to the workers, and back to the outbox what got lost.
 *
 * <p>Any number of processes may do so on one journal: they compete for items, and leases keep them apart.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    /** For items that run; a partner call that takes longer is interrupted and has an unknown outcome. */
    private static final Duration GRACE = Duration.ofSeconds(4);
    /** For what interrupted threads and the last words to the journal still need; together below five seconds. */
    private static final Duration LAST = Duration.ofMillis(600);

    private final RealPace pace = new RealPace();
    private final WorkPost post;
    private final WorkIntake source;
    private final Lanes lanes;
    private final Relay relay;
    private final Holding holding;
    private final Intake intake;
    private final List<Loop> vital = new ArrayList<>();
    private final List<Thread> guides = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean started;

    public Dispatcher(
            Journal journal, WorkHandler handler, Broker broker, DispatchSettings settings, CallLimits limits) {
        post = new WorkPost(broker);
        source = new WorkIntake(broker);
        lanes = new Lanes(settings, limits, pace::nanos);
        relay = new Relay(journal, post, settings, pace);
        holding = new Holding(journal, lanes, new Breaker(pace::nanos));
        intake = new Intake(journal, source, lanes, settings.batch(), pace);
        guide("dispatch-relay", relay, post::close);
        guide("dispatch-intake", intake, this::lastWords);
        guide("dispatch-sweeper", new Sweeper(journal, relay, settings.sweep(), pace), () -> {});
        for (int i = 1; i <= settings.workers(); i++) {
            String name = "dispatch-worker-" + i;
            Worker worker = new Worker(journal, handler, lanes, relay, holding, pace);
            workers.add(thread(name, new Loop(name, worker, pace)));
        }
    }

    /** Begins; what an earlier process left is taken up by itself. */
    public synchronized void start() {
        if (!started && !pace.isOver()) {
            started = true;
            holding.begin();
            guides.forEach(Thread::start);
            workers.forEach(Thread::start);
        }
    }

    /** There is something new in the outbox. Cheap; call it after every accept. */
    public void nudge() {
        relay.nudge();
    }

    /** False while the journal or the broker cannot be reached. */
    public boolean healthy() {
        return started && !pace.isOver() && !troubled();
    }

    /** Whether the journal or the broker could not be reached the last time. */
    boolean troubled() {
        return vital.stream().anyMatch(Loop::troubled);
    }

    /** Takes nothing more, lets running items end, interrupts what takes too long; returns within five seconds. */
    @Override
    public synchronized void close() {
        if (pace.isOver()) {
            return;
        }
        long stop = System.nanoTime() + GRACE.toNanos();
        pace.end();
        lanes.close();
        relay.nudge();
        if (!join(guides, stop) || !join(workers, stop)) {
            log.warn("Running work is interrupted; its leases end by themselves");
            interrupt(workers);
            interrupt(guides);
            join(workers, stop + LAST.toNanos());
        }
    }

    /** What waited for a worker need not wait for the end of its lease. */
    private void lastWords() {
        try {
            intake.giveBack();
        } catch (JournalUnavailable e) {
            log.debug("The journal is away; the leases end by themselves");
        } finally {
            source.close();
        }
    }

    private void guide(String name, Loop.Round round, Runnable lastAct) {
        Loop loop = new Loop(name, round, pace);
        vital.add(loop);
        guides.add(thread(name, () -> {
            loop.run();
            lastAct.run();
        }));
    }

    /** Daemons: a start that fails must end the process, and whoever ends it in order calls close. */
    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void interrupt(List<Thread> threads) {
        threads.forEach(Thread::interrupt);
    }

    private static boolean join(List<Thread> threads, long until) {
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
                if (thread.isAlive()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
