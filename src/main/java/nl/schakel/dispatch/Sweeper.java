package nl.schakel.dispatch;

import java.time.Duration;
import nl.schakel.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Now and then puts back what is due or was lost. */
final class Sweeper implements Loop.Round {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private final Journal journal;
    private final Relay relay;
    private final Duration every;
    private final Pace pace;

    Sweeper(Journal journal, Relay relay, Duration every, Pace pace) {
        this.journal = journal;
        this.relay = relay;
        this.every = every;
        this.pace = pace;
    }

    @Override
    public void once() throws InterruptedException {
        if (journal.sweep() > 0) {
            relay.nudge();
        }
        if (pace.pause(every)) {
            log.debug("The sweeper ends");
        }
    }
}
