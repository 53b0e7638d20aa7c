package nl.schakel.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * Lets one of many threads go on at a time, chosen by a {@link Fate}, in a time of its own that passes only when all wait. Where
 * a thread may be made to wait for another it calls {@link #giveWay}.
 */
final class Turns {
    /** Waits for no time. */
    static final long NEVER = Long.MAX_VALUE;

    private final Fate fate;
    /** Looks about between two steps: may break something, or say that it is over. */
    private final BooleanSupplier between;

    private final List<Actor> actors = new ArrayList<>();
    private final Thread outside = Thread.currentThread();
    private volatile Object turn = this;
    private long millis;
    private boolean closing;

    Turns(Fate fate, BooleanSupplier between) {
        this.fate = fate;
        this.between = between;
    }

    /** The process that a thread ran in is gone: it runs no further. */
    static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;

        PowerCut() {
            super("power cut", null, false, false);
        }
    }

    /** One thread's part. */
    static final class Actor {
        final String name;
        private final Runnable part;
        private final BooleanSupplier gone;
        /** Whether there may be something for it to do when it found nothing. */
        private final IntPredicate news;

        private int seen;

        private String at = "start";
        private BooleanSupplier ready = () -> true;
        private long until = NEVER;
        private boolean idle;
        private String hand = "";
        private SpareThread thread;

        private Actor(String name, Runnable part, BooleanSupplier gone, IntPredicate news) {
            this.name = name;
            this.part = part;
            this.gone = gone;
            this.news = news;
        }

        String at() {
            return at;
        }

        String hand() {
            return hand;
        }

        /** How long it waits at most. */
        String left(long now) {
            return until == NEVER ? "" : " " + (until - now);
        }

        private boolean canGoOn(long now) {
            return until <= now || ready.getAsBoolean();
        }
    }

    /**
     * Adds a thread.
     *
     * @param gone whether what it runs in is gone
     * @param news whether there may be something for it to do, when it found nothing at what it had seen
     */
    void start(String name, Runnable part, BooleanSupplier gone, IntPredicate news) {
        actors.add(new Actor(name, part, gone, news));
    }

    /** Milliseconds since the beginning. */
    long millis() {
        return millis;
    }

    boolean isClosing() {
        return closing;
    }

    List<Actor> actors() {
        return actors;
    }

    /** The one whose turn it is. */
    Actor current() {
        return (Actor) turn;
    }

    /** Whose turn it is, and where it stands. */
    String name() {
        return turn instanceof Actor actor ? actor.name + " at " + actor.at : "nobody";
    }

    /** Until it is over; then nobody is left. */
    void run() {
        hand(next());
        while (turn != this) {
            LockSupport.park(this);
        }
    }

    /** Others may go on here, until it may itself. */
    void giveWay(String at) {
        giveWay(at, () -> true, NEVER);
    }

    void sleep(String at, long howLong) {
        giveWay(at, () -> false, millis + howLong);
    }

    /** @param until at the latest, in the time of {@link #millis} */
    void giveWay(String at, BooleanSupplier ready, long until) {
        Actor me = current();
        me.at = at;
        me.ready = ready;
        me.until = until;
        me.idle = false;
        Object next = next();
        if (next != me) {
            hand(next);
            while (turn != me) {
                LockSupport.park(this);
            }
        }
        if (isGone(me)) {
            throw new PowerCut();
        }
    }

    /** It asks for something, and there may be nothing; {@code seen} is for its {@code news}. */
    void idles(int seen) {
        current().idle = true;
        current().seen = seen;
    }

    /** What it has in its hand now, for who wants to know where it stands. */
    void holds(String what) {
        current().hand = what;
    }

    /** Waits for news, when it found nothing; false when it did find something since. */
    boolean yieldWhenIdle() {
        Actor me = current();
        if (!me.idle) {
            return false;
        }
        giveWay("idle", () -> me.news.test(me.seen), NEVER);
        return true;
    }

    private boolean isGone(Actor actor) {
        return closing || actor.gone.getAsBoolean();
    }

    /** Whose turn it is: first those who are to end, then anybody who can go on, as fate has it. */
    private Object next() {
        while (true) {
            for (int i = 0; i < actors.size(); i++) {
                if (isGone(actors.get(i))) {
                    if (actors.get(i).thread != null) {
                        return actors.get(i);
                    }
                    actors.remove(i--);
                }
            }
            if (closing) {
                return this;
            }
            if (between.getAsBoolean()) {
                closing = true;
            } else if (actors.stream().noneMatch(this::isGone)) {
                List<Actor> able = able();
                if (!able.isEmpty()) {
                    return able.get(fate.turnOf(able));
                }
                closing = true;
            }
        }
    }

    private List<Actor> able() {
        List<Actor> able = new ArrayList<>(actors.size());
        addAble(able);
        if (able.isEmpty()) {
            long soonest = NEVER;
            for (Actor actor : actors) {
                soonest = Math.min(soonest, actor.until);
            }
            if (soonest < NEVER) {
                millis = soonest;
                addAble(able);
            }
        }
        return able;
    }

    private void addAble(List<Actor> able) {
        for (Actor actor : actors) {
            if (actor.canGoOn(millis)) {
                able.add(actor);
            }
        }
    }

    private void hand(Object next) {
        if (next instanceof Actor actor) {
            if (actor.thread == null) {
                actor.thread = SpareThread.get();
                turn = actor;
                actor.thread.begin(() -> play(actor));
            } else {
                turn = actor;
                LockSupport.unpark(actor.thread.thread());
            }
        } else {
            turn = this;
            LockSupport.unpark(outside);
        }
    }

    private void play(Actor me) {
        try {
            me.part.run();
        } catch (PowerCut cut) {
            // It ran in a process that is gone.
        }
        actors.remove(me);
        hand(next());
    }
}
