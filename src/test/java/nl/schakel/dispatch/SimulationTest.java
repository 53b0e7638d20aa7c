package nl.schakel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import nl.schakel.dispatch.SimulatedWorld.Life;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * The dispatcher's own relay, intake, lanes, workers and sweeper on a disk, a clock, a network and a broker that lose, double,
 * delay and reorder. One life per seed: {@code -Dschakel.simulation.seeds=N} lives as many, {@code -Dschakel.simulation.seed=N}
 * tells one of them step by step.
 */
class SimulationTest {
    private static final int LIVES = Integer.getInteger("schakel.simulation.seeds", 20_000);
    /** The one to be told; 0 for all. */
    private static final long TOLD = Long.getLong("schakel.simulation.seed", 0);

    private static final int LIVES_PER_FLAW = Integer.getInteger("schakel.simulation.flawed", 400);
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("nl.schakel.dispatch");

    /** In most lives something breaks in each second; the dispatcher says so each time. */
    @BeforeAll
    static void hush() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    @Test
    void nothingIsLostTwiceInEffectOrOutOfOrderInAnyLife() {
        if (TOLD != 0) {
            System.out.println(told(TOLD, SimulationFlaw.NONE));
            return;
        }
        long begin = System.nanoTime();
        long steps = 0;
        long processes = 0;
        long effects = 0;
        for (long seed = 1; seed <= LIVES; seed++) {
            Life life = SimulatedWorld.live(seed, SimulationFlaw.NONE, false);
            if (life.broken().isPresent()) {
                told(seed, SimulationFlaw.NONE);
            }
            steps += life.steps();
            processes += life.processes();
            effects += life.effects();
        }
        System.out.printf(
                Locale.ROOT,
                "simulation: %,d lives, %,d steps, %,d processes started, %,d effects, in %.1f s%n",
                LIVES,
                steps,
                processes,
                effects,
                (System.nanoTime() - begin) / 1e9);
        assertThat(effects).as("deliveries, lest nothing was tried").isGreaterThan(LIVES);
    }

    @Test
    void aSeedIsTheSameLifeEachTime() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(SimulatedWorld.live(seed, SimulationFlaw.NONE, true))
                    .isEqualTo(SimulatedWorld.live(seed, SimulationFlaw.NONE, true));
        }
    }

    @Test
    void whatIsBrokenIsToldWithItsSeedAndItsSteps() {
        assertThatThrownBy(() -> told(1, SimulationFlaw.NO_SWEEPER))
                .hasMessageContaining("schakel.simulation.seed=1")
                .hasMessageContaining("gateway 1 relay at relayed: relayed committed")
                .hasMessageContaining("G2");
    }

    @Test
    void thePageNamesTheCommandItsPropertiesAndThisTest() throws Exception {
        String page = Files.readString(Path.of("docs/explanation/failure-behaviour.md"));
        assertThat(page)
                .contains("mvn -B test -Dtest=" + SimulationTest.class.getSimpleName() + ","
                        + InterleavingsTest.class.getSimpleName())
                .contains(
                        "-Dschakel.simulation.seed=N", "-Dschakel.simulation.seeds=N", "-Dschakel.simulation.all=true");
        long flaws = page.lines()
                .dropWhile(line -> !line.startsWith("| what was broken "))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .count();
        assertThat(flaws).as("each broken variant with its number").isEqualTo(SimulationFlaw.values().length - 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsEachFlaw(SimulationFlaw flaw) {
        Map<String, Integer> found = new TreeMap<>();
        long first = 0;
        for (long seed = 1; seed <= LIVES_PER_FLAW; seed++) {
            Life life = SimulatedWorld.live(seed, flaw, false);
            if (life.broken().isPresent()) {
                first = first == 0 ? seed : first;
                found.merge(life.broken().get().split(" ", 2)[0], 1, Integer::sum);
            }
        }
        int lives = found.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                "simulation: %s is found in %d of %d lives, first in %d, by %s%n",
                flaw, lives, LIVES_PER_FLAW, first, found);
        assertThat(lives).isPositive();
    }

    /** Lives it once more, step by step. */
    private static String told(long seed, SimulationFlaw flaw) {
        Life life = SimulatedWorld.live(seed, flaw, true);
        String steps = String.join("\n", life.trace());
        assertThat(life.broken())
                .as("-Dschakel.simulation.seed=%d%n%s", seed, steps)
                .isEmpty();
        return steps;
    }
}
