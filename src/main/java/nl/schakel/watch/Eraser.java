package nl.schakel.watch;

import java.time.Clock;
import java.time.Instant;
import nl.schakel.directory.WorkingDays;
import nl.schakel.journal.Retention;
import nl.schakel.journal.Unanswered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the journal end what nobody answers and erase what nobody needs any more: a batch a round while there is more, else
 * once an hour.
 */
final class Eraser {
    private static final Logger log = LoggerFactory.getLogger(Eraser.class);

    private final Unanswered unanswered;
    private final Retention retention;
    private final RetentionSettings settings;
    private final Clock clock;
    private Instant next = Instant.MIN;

    Eraser(Unanswered unanswered, Retention retention, RetentionSettings settings, Clock clock) {
        this.unanswered = unanswered;
        this.retention = retention;
        this.settings = settings;
        this.clock = clock;
    }

    void round() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        int expired = unanswered.expire(now.minus(settings.unanswered()));
        if (expired > 0) {
            log.info("expired tasks={}", expired);
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
        next = erased.more() || expired > 0 ? now : now.plus(settings.every());
    }
}
