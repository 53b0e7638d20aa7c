package nl.schakel.dispatch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nl.schakel.journal.Journal;

/** Brings what stands in the outbox to the broker: at once when nudged, else now and then by itself. */
final class Relay implements Loop.Round {
    private final Journal journal;
    private final WorkSink sink;
    private final DispatchSettings settings;
    private final Pace pace;
    /** Many nudges before a round count as one. */
    private final Semaphore nudges = new Semaphore(0);

    Relay(Journal journal, WorkSink sink, DispatchSettings settings, Pace pace) {
        this.journal = journal;
        this.sink = sink;
        this.settings = settings;
        this.pace = pace;
    }

    void nudge() {
        if (nudges.availablePermits() == 0) {
            nudges.release();
        }
    }

    @Override
    public void once() throws InterruptedException {
        if (!sink.hasRoom()) {
            throw new BrokerFull();
        }
        // A nudge that comes after this line belongs to a row that the coming batch may miss, so it stays.
        nudges.drainPermits();
        int relayed = journal.relay(settings.batch(), sink::send);
        if (relayed < settings.batch()) {
            rest(relayed == 0 ? Duration.ZERO : settings.gather());
        }
    }

    /** Gathers a little after a small batch, then waits for a nudge or the next look. */
    private void rest(Duration gather) throws InterruptedException {
        boolean over = pace.pause(gather);
        if (!over && nudges.tryAcquire(pace.patience(settings.poll()).toNanos(), TimeUnit.NANOSECONDS)) {
            nudges.release();
        }
    }
}
