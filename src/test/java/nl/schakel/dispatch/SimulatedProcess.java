package nl.schakel.dispatch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import nl.schakel.dispatch.Fate.Fault;
import nl.schakel.dispatch.Turns.PowerCut;
import nl.schakel.journal.Disk;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.MemoryJournal;

/** One process of the gateway: the dispatcher's own relay, intake, sweeper, lanes and workers, on a disk and a time that are simulated. */
final class SimulatedProcess implements Pace, Disk {
    private static final Duration SWEEP = Duration.ofSeconds(15);
    /** What waits in a lane is looked at this often, should nothing else happen. */
    private static final long LOOK_MILLIS = 10_000;

    private static final int LONGEST_STALL = 45_000;

    final MemoryJournal journal;
    private final SimulatedWorld world;
    private final SimulatedHall hall;
    private final Relay relay;
    private final Lanes lanes;
    private final Intake intake;
    private final DispatchSettings settings;
    private boolean dead;
    /** Rises when there may be something new for a thread of this process that waits for another one. */
    private int changes;

    SimulatedProcess(SimulatedWorld world, int workers) {
        this.world = world;
        hall = new SimulatedHall(world, this);
        settings = new DispatchSettings(
                workers, workers, 8, Duration.ZERO, Duration.ofSeconds(1), SWEEP, BrokerAddress.INSIDE);
        journal = world.flaw().journal(world, hall, this);
        lanes = new Lanes(settings, CallLimits.NONE, this::nanos);
        relay = new Relay(journal, world.broker().sink(), settings, this);
        intake = new Intake(journal, world.broker().source(this), lanes, settings.batch(), this);
    }

    void start(String name) {
        Holding holding = new Holding(journal, lanes, new Breaker(this::nanos));
        holding.begin();
        thread(name + " relay", relay, seen -> journal.hasUnsent());
        thread(name + " intake", intake, this::isNews);
        thread(name + " sweeper", new Sweeper(journal, relay, settings.sweep(), this), seen -> false);
        for (int i = 1; i <= settings.workers(); i++) {
            thread(name + " worker " + i, new Worker(journal, hall, lanes, relay, holding, this), this::isNews);
        }
    }

    private void thread(String name, Loop.Round round, IntPredicate news) {
        world.turns().start(name, new Loop(name, round, this)::run, this::isDead, news);
    }

    private boolean isNews(int seen) {
        return seen != changes;
    }

    boolean isDead() {
        return dead;
    }

    /** At once, whatever it was doing. */
    void die() {
        dead = true;
        world.broker().giveOut(this);
    }

    void nudge() {
        relay.nudge();
    }

    /** What the intake waits for: something in the broker, or in its own lanes. */
    void awaitNews(BooleanSupplier inBroker) {
        int seen = changes;
        world.turns()
                .giveWay(
                        "take",
                        () -> inBroker.getAsBoolean() || changes != seen,
                        world.turns().millis() + LOOK_MILLIS);
    }

    // its disk -----------------------------------------------------------------------------------------------------

    @Override
    public void before(String transaction) {
        if ("relay".equals(transaction)) {
            world.turns().giveWay(transaction, journal::hasUnsent, Turns.NEVER);
        } else {
            world.turns().giveWay(transaction);
        }
        if (world.strikes(Fault.STALL)) {
            world.turns().sleep("stalls before " + transaction, world.below(LONGEST_STALL));
        }
        mayEnd();
        if (world.strikes(Fault.COMMIT_LOST)) {
            throw new JournalUnavailable("lost " + transaction, null);
        }
    }

    @Override
    public void after(String transaction) {
        world.note(transaction + " committed");
        changes++;
        mayEnd();
        if (world.strikes(Fault.COMMIT_UNHEARD)) {
            throw new JournalUnavailable("unheard " + transaction, null);
        }
    }

    private void mayEnd() {
        if (!dead && world.strikes(Fault.POWER_CUT)) {
            world.powerCut(this);
        }
        if (dead) {
            throw new PowerCut();
        }
    }

    // its time -----------------------------------------------------------------------------------------------------

    @Override
    public long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(world.turns().millis());
    }

    @Override
    public boolean isOver() {
        world.turns().holds("");
        if (!dead && !world.turns().yieldWhenIdle()) {
            changes++;
        }
        return dead;
    }

    @Override
    public boolean pause(Duration most) {
        if (!most.isZero()) {
            world.turns().sleep("pauses", most.toMillis());
        }
        return dead;
    }

    @Override
    public Duration patience(Duration most) {
        world.turns().idles(changes);
        return Duration.ZERO;
    }

    // for who explores ---------------------------------------------------------------------------------------------

    Lanes lanes() {
        return lanes;
    }

    Intake intake() {
        return intake;
    }
}
