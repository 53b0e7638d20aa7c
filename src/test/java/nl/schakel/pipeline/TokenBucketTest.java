package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import nl.schakel.directory.Quota;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final int OWING = 100;
    /** One token a second, three at once; the clock is about to run over its largest number. */
    private long now = Long.MAX_VALUE - seconds(2);

    private final TokenBucket bucket = new TokenBucket(new Quota(60, 3), OWING, now);

    private static long seconds(long many) {
        return Duration.ofSeconds(many).toNanos();
    }

    @Test
    void givesABurstAndThenSaysHowLongToWait() {
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take(now)).isEmpty();
        }
        assertThat(bucket.take(now)).contains(Duration.ofSeconds(1));
        assertThat(bucket.take(now)).as("asking costs nothing").contains(Duration.ofSeconds(1));
    }

    @Test
    void whoWaitsAsLongAsItWasToldGetsOne() {
        givesABurstAndThenSaysHowLongToWait();
        now += seconds(1) - 1;
        assertThat(bucket.take(now)).contains(Duration.ofNanos(1));
        now += 1;
        assertThat(bucket.take(now)).isEmpty();
        assertThat(bucket.take(now)).isPresent();
    }

    @Test
    void aFloodGetsNoMoreThanBurstAndRate() {
        int given = 0;
        for (int tenth = 0; tenth < 600; tenth++) {
            given += bucket.take(now).isEmpty() ? 1 : 0;
            now += seconds(1) / 10;
        }
        assertThat(given).isEqualTo(3 + 59);
    }

    @Test
    void quietTimeGathersNoMoreThanABurst() {
        now += seconds(3600);
        int given = 0;
        while (bucket.take(now).isEmpty()) {
            given++;
        }
        assertThat(given).isEqualTo(3);
    }

    @Test
    void whatWasSpentBeyondComesBackFirstAndTheDebtHasAnEnd() {
        bucket.spend(10, now);
        assertThat(bucket.take(now)).contains(Duration.ofSeconds(8));
        for (int i = 0; i < 1_000; i++) {
            bucket.spend(10, now);
        }
        Optional<Duration> wait = bucket.take(now);
        assertThat(wait).contains(Duration.ofSeconds(OWING + 1));
    }
}
