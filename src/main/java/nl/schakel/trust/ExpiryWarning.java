package nl.schakel.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** When somebody is told that a certificate ends: at 60, 30, 14, 7 and 1 days. */
public final class ExpiryWarning {
    private static final List<Integer> DAYS = List.of(1, 7, 14, 30, 60);

    private ExpiryWarning() {}

    /** The narrowest of the thresholds that was reached, in days; 0 when it has ended; empty when there is time. */
    public static OptionalInt reached(Instant end, Instant now) {
        if (!now.isBefore(end)) {
            return OptionalInt.of(0);
        }
        Duration left = Duration.between(now, end);
        return DAYS.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .mapToInt(Integer::intValue)
                .findFirst();
    }
}
