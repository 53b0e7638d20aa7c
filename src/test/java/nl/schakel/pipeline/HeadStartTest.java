package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadStartTest {
    @ParameterizedTest
    @ValueSource(longs = {-40_000_000, 0, 40_000_000})
    void eachWinsNowAndThenHoweverSlowOneIs(long slower) {
        HeadStart lead = new HeadStart(new Random(1), 2_000_000);
        long won = 0;
        for (int i = 0; i < 200; i++) {
            won += lead.next() > slower ? 1 : 0;
            lead.firstWon(won);
        }
        assertThat(won).isBetween(40L, 160L);
    }
}
