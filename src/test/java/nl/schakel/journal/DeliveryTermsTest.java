package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.journal.DeliveryTerms.DeliveryClass;
import org.junit.jupiter.api.Test;

class DeliveryTermsTest {
    private final DeliveryTerms terms = DeliveryTerms.of(DeliveryClass.A);

    @Test
    void waitsLongerEachTimeAndThenHourly() {
        assertThat(terms.pauseAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(terms.pauseAfter(4)).isEqualTo(Duration.ofSeconds(15));
        assertThat(terms.pauseAfter(8)).isEqualTo(Duration.ofHours(1));
        assertThat(terms.pauseAfter(79)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void outlastsAPartnersLongWeekend() {
        Duration all = Duration.ZERO;
        for (int attempt = 1; !terms.exhaustedBy(attempt); attempt++) {
            all = all.plus(terms.pauseAfter(attempt));
        }
        assertThat(all).isGreaterThan(Duration.ofDays(3));
        assertThat(terms.exhaustedBy(DeliveryTerms.ATTEMPTS)).isTrue();
    }

    @Test
    void keepsToThePartnersOwnTimes() {
        var own = new DeliveryTerms(DeliveryClass.B, List.of(Duration.ofMinutes(2)), 3);
        assertThat(own.pauseAfter(2)).isEqualTo(Duration.ofMinutes(2));
        assertThat(own.mayRepeat()).isFalse();
    }

    @Test
    void makesIdsThatSortInTheOrderOfTheirMaking() {
        List<UUID> ids = Stream.generate(TimeOrderedId::next).limit(20_000).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.stream().map(UUID::toString)).isSorted();
        assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
    }
}
