package nl.schakel.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * What was read of the last messages: one referral is released to several receivers within the same second, and reading
 * it gives the same every time. Bounded, in memory alone.
 */
final class RecentReadings {
    /** A few seconds of a busy gateway; a referral is about 20 kB here. */
    private static final int KEPT = 512;

    private final Map<Key, ValidatedReferral> readings = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ValidatedReferral> eldest) {
            return size() > KEPT;
        }
    };

    /** The same message read with other mappings is another reading. */
    private record Key(UUID inboxId, String mappingSet) {
        static Key of(Ledger.InboxMessage message) {
            return new Key(message.id(), message.mappingSet());
        }
    }

    synchronized Optional<ValidatedReferral> of(Ledger.InboxMessage message) {
        return Optional.ofNullable(readings.get(Key.of(message)));
    }

    synchronized ValidatedReferral keep(Ledger.InboxMessage message, ValidatedReferral reading) {
        readings.put(Key.of(message), reading);
        return reading;
    }
}
