package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void tellsTheDurationThatAShareStaysWithin() {
        Latencies latencies = new Latencies();
        for (long millis = 2_000; millis >= 1; millis--) {
            latencies.add(millis * 1_000_000);
        }

        assertThat(latencies.millisAt(0.5)).isEqualTo(1_000);
        assertThat(latencies.millisAt(0.99)).isEqualTo(1_980);
        assertThat(latencies.millisAt(1)).isEqualTo(2_000);
    }

    @Test
    void tellsZeroWhenNothingWasMeasured() {
        assertThat(new Latencies().millisAt(0.99)).isZero();
    }

    @Test
    void addsUpSeveralConnections() {
        Latencies one = new Latencies();
        one.add(1_000_000);
        Latencies all = new Latencies();
        all.addAll(one);
        all.addAll(one);

        assertThat(all.count()).isEqualTo(2);
        assertThat(all.millisAt(1)).isEqualTo(1);
    }
}
