package nl.schakel.dispatch;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** Where work ids come from; they may come late, twice, in any order or never. */
interface WorkSource {
    /** Up to {@code most} different ids, waiting up to {@code wait} for the first; empty when none came. */
    Set<UUID> take(int most, Duration wait);

    /** Everything taken so far may be forgotten; when that is not heard, ids only come twice. */
    void acknowledge();
}
