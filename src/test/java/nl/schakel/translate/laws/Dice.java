package nl.schakel.translate.laws;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chance with a seed. {@code -Dschakel.laws=10000} sets how many messages are made for each mapping (a shorter form is the
 * default), {@code -Dschakel.laws.seed=N} repeats a run.
 */
final class Dice {
    static final int MESSAGES = Integer.getInteger("schakel.laws", 100);
    static final long SEED = Long.getLong("schakel.laws.seed", System.nanoTime());

    private final RandomGenerator random;

    private Dice(long seed) {
        this.random = new java.util.SplittableRandom(seed);
    }

    /** The dice of the n-th message of a mapping: any failure can be repeated alone. */
    static Dice of(String mapping, int message) {
        return new Dice(SEED ^ (31L * mapping.hashCode() + message) * 0x9E3779B97F4A7C15L);
    }

    /** What a failure says so that it can be repeated. */
    static String repeat(String mapping, int message) {
        return mapping + ", message " + message + ", -Dschakel.laws.seed=" + SEED;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
