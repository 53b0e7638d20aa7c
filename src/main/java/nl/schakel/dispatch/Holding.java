package nl.schakel.dispatch;

import java.util.Optional;
import nl.schakel.journal.Journal;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.Sent;
import nl.schakel.referral.PartnerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the journal hold back, or let go on, what is for a partner, as the {@link Breaker} judges. */
final class Holding {
    private static final Logger log = LoggerFactory.getLogger(Holding.class);

    private final Journal journal;
    private final Lanes lanes;
    private final Breaker breaker;

    Holding(Journal journal, Lanes lanes, Breaker breaker) {
        this.journal = journal;
        this.lanes = lanes;
        this.breaker = breaker;
    }

    /** Takes over what an earlier process knew. */
    void begin() {
        try {
            journal.holds().forEach(hold -> breaker.wasHeld(hold.partner()));
        } catch (JournalUnavailable away) {
            log.debug("The journal is away; holds end by their time");
        }
    }

    /** After the outcome of the call is committed. */
    void heard(PartnerId partner, Sent sent) {
        try {
            if (Ended.of(sent) == Ended.ANSWERED) {
                if (breaker.answered(partner)) {
                    log.info("partner={} answers again", partner);
                    journal.release(partner);
                }
            } else {
                Optional<Breaker.Verdict> verdict = breaker.notReached(partner, sent);
                verdict.ifPresent(hold -> hold(partner, hold));
            }
        } catch (JournalUnavailable away) {
            log.debug("The journal is away; the partner is called without a hold");
        }
    }

    private void hold(PartnerId partner, Breaker.Verdict verdict) {
        log.info(
                "partner={} held seconds={} cause={}",
                partner,
                verdict.time().toSeconds(),
                verdict.cause().word());
        journal.hold(partner, verdict.cause(), verdict.time());
        lanes.hold(partner);
    }
}
