package nl.schakel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.dispatch.Breaker.Verdict;
import nl.schakel.journal.Journal.Cause;
import nl.schakel.journal.Sent;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.Test;

@Guards(Threat.T24)
class BreakerTest {
    private static final PartnerId SHELTER = new PartnerId("shelter");
    private static final PartnerId OTHER = new PartnerId("other");
    private static final Sent DOWN = new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE));
    private static final Sent LATE = new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN));

    private long now = Long.MAX_VALUE - 1;
    private final Breaker breaker = new Breaker(() -> now);

    private Optional<Verdict> fails(int times) {
        Optional<Verdict> last = Optional.empty();
        for (int i = 0; i < times; i++) {
            last = breaker.notReached(SHELTER, i % 2 == 0 ? DOWN : LATE);
        }
        return last;
    }

    private static Optional<Verdict> held(int seconds) {
        return Optional.of(new Verdict(Cause.UNREACHABLE, Duration.ofSeconds(seconds)));
    }

    @Test
    void opensAfterSomeFailuresOneAfterTheOther() {
        assertThat(fails(Breaker.FAILURES - 1)).isEmpty();
        assertThat(breaker.notReached(OTHER, DOWN)).isEmpty();
        assertThat(fails(1)).isEqualTo(held(5));
    }

    @Test
    void anAnswerBetweenThemBeginsTheCountAnew() {
        fails(Breaker.FAILURES - 1);
        assertThat(breaker.answered(SHELTER)).as("it was not held").isFalse();
        assertThat(fails(Breaker.FAILURES - 1)).isEmpty();
    }

    @Test
    void callsThatWereUnderWayWhenItOpenedDoNotProlongIt() {
        fails(Breaker.FAILURES);
        assertThat(fails(3)).isEmpty();
    }

    @Test
    void eachTryThatFailsHoldsTwiceAsLongAtMostAMinute() {
        assertThat(fails(Breaker.FAILURES)).isEqualTo(held(5));
        for (int seconds : List.of(10, 20, 40, 60, 60)) {
            now += Duration.ofMinutes(2).toNanos();
            assertThat(fails(1)).isEqualTo(held(seconds));
        }
    }

    @Test
    void anAnswerClosesItAndForgets() {
        fails(Breaker.FAILURES);
        assertThat(breaker.answered(SHELTER)).isTrue();
        assertThat(breaker.answered(SHELTER)).isFalse();
        assertThat(fails(Breaker.FAILURES)).isEqualTo(held(5));
    }

    @Test
    void whoAsksForAWaitGetsItAtOnceWithinBounds() {
        Problem busy = Problem.of(ProblemCode.PARTNER_UNREACHABLE);
        assertThat(breaker.notReached(SHELTER, new Sent.NotDelivered(busy.again(Duration.ofSeconds(90)))))
                .contains(new Verdict(Cause.ASKED, Duration.ofSeconds(90)));
        assertThat(breaker.notReached(SHELTER, new Sent.NotDelivered(busy.again(Duration.ofDays(9)))))
                .contains(new Verdict(Cause.ASKED, Duration.ofHours(1)));
        assertThat(breaker.notReached(SHELTER, new Sent.NotDelivered(busy.again(Duration.ZERO))))
                .contains(new Verdict(Cause.ASKED, Duration.ofSeconds(1)));
        assertThat(breaker.answered(SHELTER)).isTrue();
    }

    @Test
    void whatSaysNothingAboutThePartnerCountsForNothing() {
        for (int i = 0; i < 20; i++) {
            assertThat(breaker.notReached(SHELTER, new Sent.NotDelivered(Problem.of(ProblemCode.BUSY))))
                    .isEmpty();
            assertThat(breaker.notReached(SHELTER, new Sent.NotDelivered(Problem.of(ProblemCode.ENDPOINT_MISSING))))
                    .isEmpty();
        }
    }

    @Test
    void whatAnEarlierProcessKnewEndsWithTheFirstAnswer() {
        breaker.wasHeld(SHELTER);
        assertThat(fails(1)).as("the next try that fails holds it again").isEqualTo(held(5));
        breaker.wasHeld(OTHER);
        assertThat(breaker.answered(OTHER)).isTrue();
    }
}
