package nl.schakel.watch;

import java.time.Clock;
import java.time.Instant;
import nl.schakel.directory.WorkingDays;
import nl.schakel.journal.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the journal erase what nobody needs any more: a batch a round while there is more, else once an hour. */
final class Eraser {
    private static final Logger log = LoggerFactory.getLogger(Eraser.class);

    private final Retention retention;
    private final RetentionSettings settings;
    private final Clock clock;
    private Instant next = Instant.MIN;

    Eraser(Retention retention, RetentionSettings settings, Clock clock) {
        this.retention = retention;
        this.settings = settings;
        this.clock = clock;
    }

    void round() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        Retention.Erased erased =
                retention.erase(now.minus(settings.payload()), WorkingDays.before(now, settings.pickedUp()));
        if (!erased.isNothing()) {
            log.info(
                    "erased referrals={} messages={} forgotten={} records={}",
                    erased.referrals(),
                    erased.messages(),
                    erased.forgotten(),
                    erased.records());
        }
        next = erased.more() ? now : now.plus(settings.every());
    }
}
