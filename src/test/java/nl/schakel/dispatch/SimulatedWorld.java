package nl.schakel.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.dispatch.Fate.Fault;
import nl.schakel.journal.DeliveryTerms;
import nl.schakel.journal.DeliveryTerms.DeliveryClass;
import nl.schakel.journal.MemoryTables;
import nl.schakel.journal.MemoryWork;
import nl.schakel.journal.PartnerTerms;
import nl.schakel.referral.PartnerId;

/** Senders, gateways on one journal and one broker, and partners: what they do and what breaks is one fate's word. */
final class SimulatedWorld {
    private static final PartnerId IDEMPOTENT = new PartnerId("idempotent");
    private static final PartnerId FORGETFUL = new PartnerId("forgetful");
    private static final List<Duration> RETRY =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final int ATTEMPTS = 8;
    private static final long BEGIN = Instant.parse("2026-11-29T10:00:00Z").toEpochMilli();
    private static final int MOST_STEPS = 3_000;
    private static final int MOST_CLIENTS = 3;
    private static final int MOST_MESSAGES = 3;
    /** So many steps things break; then everything has to come to its end. */
    private static final int SHORTEST_STORM = 60;

    private static final int LONGEST_STORM = 360;
    private static final int LONGEST_OFF = 3_000;
    private static final int LONGEST_LATE = 60_000;

    private final Fate fate;
    private final SimulationFlaw flaw;
    private final Turns turns;
    private final MemoryTables tables = new MemoryTables();
    private final SimulatedBroker broker = new SimulatedBroker(this);
    private final SimulatedPartner idempotent = new SimulatedPartner(this, true);
    private final SimulatedPartner forgetful = new SimulatedPartner(this, false);
    private final List<PartnerId> partners;
    private final SimulationOracle oracle;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final boolean traced;
    private int stormy;
    private int steps;
    private int sending;
    private int later;
    private int booted;
    private long clockIsOff;
    private long position;

    SimulatedWorld(Fate fate, SimulationFlaw flaw, boolean traced, List<PartnerId> partners) {
        this.fate = fate;
        this.flaw = flaw;
        this.traced = traced;
        this.partners = partners;
        oracle = new SimulationOracle(tables, List.of(idempotent, forgetful), partners.size());
        turns = new Turns(fate, this::between);
    }

    /**
     * What came of one life.
     *
     * @param broken which promise was broken, and how
     * @param steps how often another thread could have gone on
     * @param processes how many were started, the first ones among them
     * @param effects how often something took effect at a partner
     * @param trace what happened, when that was asked for
     */
    record Life(Optional<String> broken, int steps, int processes, int effects, List<String> trace) {}

    /** Lives one seed's life. */
    static Life live(long seed, SimulationFlaw flaw, boolean traced) {
        SimulatedWorld world = new SimulatedWorld(new SeededFate(seed), flaw, traced, List.of(IDEMPOTENT, FORGETFUL));
        world.stormy = SHORTEST_STORM + world.below(LONGEST_STORM - SHORTEST_STORM);
        for (int client = 1 + world.below(MOST_CLIENTS); client > 0; client--) {
            world.send(new SimulatedSender(world, client, 1 + world.below(MOST_MESSAGES), world.below(4) == 0));
        }
        for (int i = 1 + world.below(2); i > 0; i--) {
            world.boot();
        }
        return world.live();
    }

    private Life live() {
        turns.run();
        if (oracle.broken().isEmpty() && !hasBeenHere()) {
            oracle.atTheEnd();
        }
        int effects = idempotent.effects().size() + forgetful.effects().size();
        return new Life(oracle.broken(), steps, booted, effects, trace);
    }

    /** One referral and its withdrawal, for an explorer. */
    static Life explore(DeliveryClass receiver, SimulationFlaw flaw, ExploringFate fate, boolean traced) {
        PartnerId partner = receiver == DeliveryClass.A ? IDEMPOTENT : FORGETFUL;
        SimulatedWorld world = new SimulatedWorld(fate, flaw, traced, List.of(partner));
        world.stormy = MOST_STEPS;
        fate.lookAt(world);
        world.send(new SimulatedSender(world, 1, 1, true));
        world.boot();
        return world.live();
    }

    /** Whether every way is gone, one after the other. */
    boolean isExplored() {
        return fate instanceof ExploringFate;
    }

    /** Whether a withdrawal may come when all else has had its time; time passes only when everybody waits. */
    boolean mayBeSlow() {
        return fate instanceof ExploringFate exploring && exploring.either();
    }

    private boolean hasBeenHere() {
        return fate instanceof ExploringFate exploring && exploring.hasBeenHere();
    }

    private void send(SimulatedSender sender) {
        sending++;
        turns.start("sender", sender, () -> false, seen -> true);
    }

    private void boot() {
        SimulatedProcess process = new SimulatedProcess(this, 2);
        processes.add(process);
        process.start("gateway " + ++booted);
    }

    /** Ends the process at once; it is started again some time later. */
    void powerCut(SimulatedProcess process) {
        note("power cut");
        process.die();
        processes.remove(process);
        after("power comes back", below(LONGEST_OFF), this::boot);
    }

    /** Happens some time later, whatever else happens. */
    void later(Runnable what) {
        after("late", below(LONGEST_LATE), what);
    }

    void after(String name, long howLong, Runnable what) {
        later++;
        turns.start(
                name,
                () -> {
                    turns.sleep(name, howLong);
                    later--;
                    what.run();
                },
                () -> false,
                seen -> false);
    }

    private boolean between() {
        steps++;
        if (fate instanceof ExploringFate exploring && exploring.goesRound()) {
            oracle.breaks("G2 goes round without an end");
        }
        if (oracle.broken().isPresent() || hasBeenHere()) {
            return true;
        }
        if (steps > MOST_STEPS) {
            oracle.breaks("G2 goes on without an end");
            return true;
        }
        if (strikes(Fault.BROKER_EMPTIED)) {
            note("the broker loses everything");
            broker.lose();
        }
        if (strikes(Fault.CLOCK_JUMP)) {
            clockIsOff += (below(4) == 0 ? 3_600_000 : 60_000) - below(120_000);
            note("the clock jumps");
        }
        return (isCalm() || isExplored()) && sending == 0 && later == 0 && isAtRest();
    }

    /** Nothing breaks any more. */
    private boolean isCalm() {
        return steps > stormy;
    }

    private boolean isAtRest() {
        if (tables.hasUnsent()) {
            return false;
        }
        for (MemoryWork row : tables.work()) {
            if (row.isLive() && !oracle.waitsForAPerson(row)) {
                return false;
            }
        }
        return true;
    }

    boolean strikes(Fault fault) {
        boolean strikes = !isCalm() && fate.strikes(fault);
        if (strikes && traced) {
            note("! " + fault);
        }
        return strikes;
    }

    int below(int most) {
        return fate.below(most);
    }

    void note(String what) {
        if (traced) {
            trace.add(steps + " " + turns.name() + ": " + what);
        }
    }

    void senderIsDone() {
        sending--;
    }

    /** A gateway that runs, by whose door a message may come. */
    Optional<SimulatedProcess> door() {
        return processes.isEmpty() ? Optional.empty() : Optional.of(processes.get(below(processes.size())));
    }

    PartnerTerms terms() {
        return partner ->
                new DeliveryTerms(partner.equals(IDEMPOTENT) ? DeliveryClass.A : DeliveryClass.C, RETRY, ATTEMPTS);
    }

    List<PartnerId> partners() {
        return partners;
    }

    SimulatedPartner partner(PartnerId partner) {
        return partner.equals(IDEMPOTENT) ? idempotent : forgetful;
    }

    /** The database's clock, which may be set. */
    long wallMillis() {
        return BEGIN + turns.millis() + clockIsOff;
    }

    /** How far the outbox was read, for a journal that keeps a position. */
    long position() {
        return position;
    }

    void position(long reached) {
        position = Math.max(position, reached);
    }

    List<SimulatedProcess> processes() {
        return processes;
    }

    /** What senders and partners know. */
    String books() {
        return sending + " " + later + oracle.essence() + idempotent.effects() + forgetful.effects();
    }

    Turns turns() {
        return turns;
    }

    MemoryTables tables() {
        return tables;
    }

    SimulatedBroker broker() {
        return broker;
    }

    SimulationOracle oracle() {
        return oracle;
    }

    SimulationFlaw flaw() {
        return flaw;
    }
}
