package nl.schakel.bench.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Medians, percentiles and the interval that a median lies in. */
final class Numbers {
    private static final int DRAWS = 2000;
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    private Numbers() {}

    static <T> double median(List<T> of, ToDoubleFunction<T> number) {
        return median(of.stream().mapToDouble(number).toArray());
    }

    static double median(double[] numbers) {
        return at(sorted(numbers), 0.5);
    }

    static double at(double[] sorted, double part) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(part * (sorted.length - 1)))];
    }

    private static double[] sorted(double[] numbers) {
        double[] copy = numbers.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** Median and the 95 % interval of it, by drawing the pairs anew. */
    static String ratio(double[] pairs) {
        Random random = new Random(1);
        double[] medians = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            medians[i] = median(random.ints(pairs.length, 0, pairs.length)
                    .mapToDouble(n -> pairs[n])
                    .toArray());
        }
        Arrays.sort(medians);
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median(pairs), at(medians, LOW), at(medians, HIGH));
    }

    static String text(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.0f", number);
    }
}
