package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowingPauseTest {
    private long now = Long.MAX_VALUE - 5;
    private final GrowingPause pause = new GrowingPause(Duration.ofSeconds(1), Duration.ofSeconds(6), () -> now);

    private long waited() {
        pause.begin();
        long begin = now;
        while (!pause.isOver()) {
            now += Duration.ofSeconds(1).toNanos();
        }
        return Duration.ofNanos(now - begin).toSeconds();
    }

    @Test
    void isOverBeforeAnythingWentWrong() {
        assertThat(pause.isOver()).isTrue();
    }

    @Test
    void growsUpToItsLimitAndBeginsAnewWhenItWentWell() {
        List<Long> waits = new ArrayList<>();
        for (int time = 0; time < 5; time++) {
            waits.add(waited());
        }
        pause.end();
        waits.add(waited());
        assertThat(waits).containsExactly(1L, 2L, 4L, 6L, 6L, 1L);
    }

    @Test
    void endsAtOnceWhenItWentWell() {
        pause.begin();
        assertThat(pause.isOver()).isFalse();
        pause.end();
        assertThat(pause.isOver()).isTrue();
    }
}
