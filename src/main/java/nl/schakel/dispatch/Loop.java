package nl.schakel.dispatch;

import java.time.Duration;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.referral.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one round after another until it is told to end; trouble makes it wait, longer each time, and never ends it. */
final class Loop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final long FIRST_PAUSE_MILLIS = 50;
    /** Health and work return within this time after the trouble is over. */
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final String name;
    private final Round round;
    private final Pace pace;
    private volatile boolean troubled;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /** What is done each time. */
    @FunctionalInterface
    interface Round {
        void once() throws InterruptedException;
    }

    Loop(String name, Round round, Pace pace) {
        this.name = name;
        this.round = round;
        this.pace = pace;
    }

    /** Whether the journal or the broker kept the last round from being done. */
    boolean troubled() {
        return troubled;
    }

    @Override
    public void run() {
        while (!pace.isOver()) {
            try {
                guarded();
            } catch (InterruptedException e) {
                // Only the end of the dispatcher interrupts; a stray interrupt must not cost a thread.
                log.debug("{} was interrupted", name);
            }
        }
    }

    // The outermost door of these threads: an Error of one item must not take a thread from all others.
    @SuppressWarnings("CatchThrowable")
    private void guarded() throws InterruptedException {
        try {
            round.once();
            wentWell();
        } catch (InterruptedException e) {
            throw e;
        } catch (JournalUnavailable e) {
            hindered(ProblemCode.JOURNAL_UNAVAILABLE.id());
        } catch (BrokerUnavailable e) {
            hindered("broker");
        } catch (BrokerFull e) {
            pause();
        } catch (Throwable e) {
            Defect.log(name, e);
            pause();
        }
    }

    private void wentWell() {
        pauseMillis = FIRST_PAUSE_MILLIS;
        if (troubled) {
            troubled = false;
            log.info("{} goes on", name);
        }
    }

    private void hindered(String what) throws InterruptedException {
        if (!troubled) {
            troubled = true;
            log.warn("{} waits: {} unavailable", name, what);
        }
        pause();
    }

    private void pause() throws InterruptedException {
        long millis = pauseMillis;
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, millis * 2);
        if (pace.pause(Duration.ofMillis(millis))) {
            log.debug("{} ends", name);
        }
    }
}
