package nl.schakel.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * What was read of the last messages: one referral is released to several receivers within the same second, and reading
 * it gives the same every time. Bounded, in memory alone.
 */
final class RecentReadings {
    /** A few seconds of a busy gateway; a referral is about 20 kB here. */
    private static final int KEPT = 512;

    private final Map<UUID, ValidatedReferral> readings = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, ValidatedReferral> eldest) {
            return size() > KEPT;
        }
    };

    synchronized Optional<ValidatedReferral> of(UUID inboxId) {
        return Optional.ofNullable(readings.get(inboxId));
    }

    synchronized ValidatedReferral keep(UUID inboxId, ValidatedReferral reading) {
        readings.put(inboxId, reading);
        return reading;
    }
}
