package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * K: a day in a few minutes or hours. Many open referrals are stored, one receiver answers slowly so that its queue grows, and
 * everything goes on at one pace: what the gateway keeps, and how long another receiver waits, may not grow with time.
 */
final class SoakScenario {
    /** Minutes that are measured. */
    private static final int MINUTES = Integer.getInteger("bench.soak", 10);

    private static final int CONNECTIONS = 8;
    private static final double SLICE = 8;
    private static final double WINDOW_SECONDS = 45;
    /** Fewer points lie on any line. */
    private static final int FEWEST = 3;

    private static final int FIRST_NUMBER = 3_000_000;
    private static final double SLOW_PER_SECOND = 10;
    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final double WARM_UP = GatewayBenchmark.WARM_UP_SECONDS;
    private static final String SCENARIO = "K soak";

    private final Path root;
    private final Path folder;
    private final Messages messages;
    private final Results results;

    SoakScenario(Path root, Path folder, Messages messages, Results results) {
        this.root = root;
        this.folder = folder;
        this.messages = messages;
        this.results = results;
    }

    /** What one minute looked like; memory in MB, the heap after a full collection. */
    private record Minute(double at, double p99, double heap, long jvm) {}

    void run(int stored) throws IOException, InterruptedException, SQLException {
        try (Product product = Product.start(root, folder, List.of(), 0);
                Contender mass = product.fhir(messages::fhir)) {
            Load load = new Load(CONNECTIONS);
            load.closed(mass, WARM_UP);
            Stored.fill(product.home(), stored);
            load.settled(mass, SLICE);
            int arrived = mass.arrived();
            product.receiver(Product.MASS).slow(SLOW);
            AtomicInteger next = new AtomicInteger(FIRST_NUMBER);
            AtomicInteger sent = new AtomicInteger();
            Contender.Line line = mass.connect();
            try (Beside slow = new Beside(
                    () -> {
                        if (line.send(next.getAndIncrement())) {
                            sent.incrementAndGet();
                        }
                    },
                    SLOW_PER_SECOND)) {
                say(measured(new Others(product, messages), mass, slow), stored);
            }
            results.add(
                    SCENARIO,
                    "waiting for the slow receiver at the end",
                    Integer.toString(arrived + sent.get() - mass.arrived()));
            product.receiver(Product.MASS).slow(Duration.ZERO);
            int lost = Load.awaitArrival(mass, arrived + sent.get());
            results.add(SCENARIO, "lost, arrived twice at the slow receiver", lost + ", " + mass.repeats());
        }
    }

    private static List<Minute> measured(Others others, Contender mass, Beside slow)
            throws IOException, InterruptedException {
        List<Minute> minutes = new ArrayList<>();
        long begin = System.nanoTime();
        while (minutes.size() < MINUTES) {
            double p99 = others.p99(WINDOW_SECONDS);
            slow.demandItGoesOn();
            double at = (System.nanoTime() - begin) / 60e9;
            Minute minute = new Minute(at, p99, mass.heapMegabytes(), mass.jvmMegabytes());
            minutes.add(minute);
            System.out.printf(
                    "minute %.1f: p99 %.0f ms, heap %.1f MB, JVM %d MB%n", at, p99, minute.heap(), minute.jvm());
        }
        return minutes;
    }

    private void say(List<Minute> minutes, int stored) {
        double[] heap = minutes.stream().mapToDouble(Minute::heap).toArray();
        double[] p99 = minutes.stream().mapToDouble(Minute::p99).toArray();
        int half = minutes.size() / 2;
        results.add(
                SCENARIO,
                "minutes, open referrals stored, a second to others and to the slow one",
                MINUTES + ", " + stored + ", 10 and " + Numbers.text(SLOW_PER_SECOND));
        results.add(
                SCENARIO,
                "heap after a full collection, from the first to the last minute, MB",
                Numbers.text(heap[0]) + ", " + Numbers.text(heap[heap.length - 1]));
        results.add(SCENARIO, "its slope, MB an hour (95 %; 0 within it, or less)", slope(minutes, heap));
        results.add(
                SCENARIO,
                "gateway JVM, least and most, MB (most: 512)",
                minutes.stream().mapToLong(Minute::jvm).min().orElse(0) + ", "
                        + minutes.stream().mapToLong(Minute::jvm).max().orElse(0));
        results.add(
                SCENARIO,
                "another receiver, from sent to arrived, median of the minutes' p99, ms",
                Numbers.text(Numbers.median(p99)));
        results.add(
                SCENARIO,
                "the same in the second half, times the first",
                Numbers.text(Numbers.median(DoubleStream.of(p99).skip(half).toArray())
                        / Numbers.median(DoubleStream.of(p99).limit(half).toArray())));
    }

    /** By least squares, with twice its standard error to both sides. */
    private static String slope(List<Minute> minutes, double[] heap) {
        double[] hours =
                minutes.stream().mapToDouble(minute -> minute.at() / 60).toArray();
        double meanHour = DoubleStream.of(hours).average().orElseThrow();
        double meanHeap = DoubleStream.of(heap).average().orElseThrow();
        double spread = IntStream.range(0, hours.length)
                .mapToDouble(i -> Math.pow(hours[i] - meanHour, 2))
                .sum();
        double slope = IntStream.range(0, hours.length)
                        .mapToDouble(i -> (hours[i] - meanHour) * (heap[i] - meanHeap))
                        .sum()
                / spread;
        double rest = IntStream.range(0, hours.length)
                .mapToDouble(i -> Math.pow(heap[i] - meanHeap - slope * (hours[i] - meanHour), 2))
                .sum();
        if (hours.length < FEWEST) {
            return String.format(Locale.ROOT, "%.1f (too few minutes to say how surely)", slope);
        }
        double error = 2 * Math.sqrt(rest / (hours.length - 2) / spread);
        return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", slope, slope - error, slope + error);
    }
}
