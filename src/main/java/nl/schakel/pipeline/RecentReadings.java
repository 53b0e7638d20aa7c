package nl.schakel.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * What was read of the last messages: a referral is read at its door, routed and released to several receivers within the
 * same second, and reading it gives the same every time. Bounded, in memory alone, and for minutes: what is erased later is
 * not remembered here.
 */
final class RecentReadings {
    /** A few seconds of a busy gateway; a referral is about 20 kB here. */
    private static final int KEPT = 512;

    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private final Clock clock;
    /** The oldest first. */
    private final Map<Key, Kept> readings = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > KEPT;
        }
    };

    RecentReadings(Clock clock) {
        this.clock = clock;
    }

    private record Kept(ValidatedReferral reading, Instant since) {}

    /** An accepted message by what is unique of it for ever; read with other mappings it is another reading. */
    private record Key(PartnerId sender, String messageId, String mappingSet) {
        static Key of(Ledger.InboxMessage message) {
            return new Key(message.sender(), message.messageId(), message.mappingSet());
        }

        static Key of(AtDoor accepted) {
            return new Key(
                    accepted.envelope().sender(),
                    accepted.envelope().messageId(),
                    accepted.mapping().set());
        }
    }

    synchronized Optional<ValidatedReferral> of(Ledger.InboxMessage message) {
        forgetOld();
        return Optional.ofNullable(readings.get(Key.of(message))).map(Kept::reading);
    }

    /** What was read at a door, when the message is accepted and no sooner: another one may bear its id until then. */
    synchronized void keep(AtDoor accepted) {
        accepted.lasting().ifPresent(reading -> keep(Key.of(accepted), reading));
    }

    synchronized ValidatedReferral keep(Ledger.InboxMessage message, ValidatedReferral reading) {
        keep(Key.of(message), reading);
        return reading;
    }

    private void keep(Key key, ValidatedReferral reading) {
        forgetOld();
        readings.remove(key);
        readings.put(key, new Kept(reading, clock.instant()));
    }

    private void forgetOld() {
        Instant old = clock.instant().minus(KEPT_FOR);
        Iterator<Kept> eldest = readings.values().iterator();
        while (eldest.hasNext() && eldest.next().since().isBefore(old)) {
            eldest.remove();
        }
    }
}
