package nl.schakel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import nl.schakel.dispatch.Fate.Fault;
import nl.schakel.dispatch.SimulatedWorld.Life;
import nl.schakel.journal.DeliveryTerms.DeliveryClass;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * One referral and its withdrawal, a relay, an intake, a sweeper and two workers, in every order of their transactions and calls, with
 * faults at every place where they can strike. Every state is met; what is tried in chance by {@link SimulationTest} is tried here
 * without chance, in a smaller world.
 */
class InterleavingsTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("nl.schakel.dispatch");

    @BeforeAll
    static void hush() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    /** A crash of a process with a partner of class A has as many states as one of class C, and takes half a minute more. */
    static Stream<Arguments> faults() {
        Stream<Arguments> always = Stream.of(
                Arguments.of(DeliveryClass.C, Fault.POWER_CUT),
                Arguments.of(DeliveryClass.A, Fault.STALL),
                Arguments.of(DeliveryClass.C, Fault.STALL),
                Arguments.of(DeliveryClass.A, Fault.ANSWER_LOST),
                Arguments.of(DeliveryClass.C, Fault.ANSWER_LOST));
        return Boolean.getBoolean("schakel.simulation.all")
                ? Stream.concat(always, Stream.of(Arguments.of(DeliveryClass.A, Fault.POWER_CUT)))
                : always;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyOrderKeepsEveryPromise(DeliveryClass receiver, Fault fault) {
        long begin = System.nanoTime();
        ExploringFate fate = new ExploringFate(Map.of(fault, 1));
        Life worst = explored(receiver, SimulationFlaw.NONE, fate);
        System.out.printf(
                Locale.ROOT,
                "interleavings: class %s, %s anywhere: %,d states, %,d transitions, in %.1f s%n",
                receiver,
                fault,
                fate.states(),
                fate.transitions(),
                (System.nanoTime() - begin) / 1e9);
        assertThat(worst.broken()).as(() -> String.join("\n", worst.trace())).isEmpty();
        assertThat(fate.states()).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "CONSENT_READ_BEFORE_LOCK, STALL, G10",
        "UNKNOWN_OUTCOME_REPEATED, ANSWER_LOST, G3",
        "NO_SWEEPER, ID_LOST, G2",
        "ACKNOWLEDGED_BEFORE_COMMIT, COMMIT_LOST, G1",
        "NO_UNIQUE_KEY, RECEIPT_LOST, G",
    })
    void findsAFlawInSomeOrder(SimulationFlaw flaw, Fault fault, String promise) {
        ExploringFate fate = new ExploringFate(Map.of(fault, 1));
        Life worst = explored(DeliveryClass.C, flaw, fate);
        System.out.printf("interleavings: %s is found after %,d states%n", flaw, fate.states());
        assertThat(worst.broken()).hasValueSatisfying(words -> assertThat(words).startsWith(promise));
        assertThat(worst.trace()).isNotEmpty();
    }

    /** Every life there is, up to the first in which a promise is broken: that one is told. */
    private static Life explored(DeliveryClass receiver, SimulationFlaw flaw, ExploringFate fate) {
        Life life;
        do {
            life = SimulatedWorld.explore(receiver, flaw, fate, false);
            if (life.broken().isPresent()) {
                fate.retell();
                return SimulatedWorld.explore(receiver, flaw, fate, true);
            }
        } while (fate.turnBack());
        return life;
    }
}
