package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * C: a receiver is held, a backlog grows, it is let go; meanwhile another receiver's referrals flow. And D, the half about
 * what is stored: the price of a message before and after.
 */
final class BacklogScenario {
    private static final int CONNECTIONS = 8;
    /** The others are looked at for so long, ten a second, or as long as a small backlog may last. */
    private static final double OTHERS_SECONDS = 60;

    private static final double FAST_PER_SECOND = 400;
    private static final double SLICE = 8;
    private static final double WARM_UP = GatewayBenchmark.WARM_UP_SECONDS;
    private static final String SCENARIO = "C backlog";

    private final Path root;
    private final Path folder;
    private final Messages messages;
    private final Results results;

    BacklogScenario(Path root, Path folder, Messages messages, Results results) {
        this.root = root;
        this.folder = folder;
        this.messages = messages;
        this.results = results;
    }

    void run(int backlog) throws IOException, InterruptedException {
        try (Product product = Product.start(root, folder, List.of(), 0);
                Contender mass = product.fhir(messages::fhir)) {
            Load load = new Load(CONNECTIONS);
            load.closed(mass, WARM_UP);
            double before = load.settled(mass, SLICE).cpuPerMessage();
            Others others = new Others(product, messages);
            double looking = Math.max(10, Math.min(OTHERS_SECONDS, backlog / FAST_PER_SECOND));
            double quiet = others.p99(looking);
            product.command(root, "partner", "pause", Product.MASS, "--reason", "benchmark");
            int arrived = mass.arrived();
            long begin = System.nanoTime();
            int[] sent = load.send(mass, backlog);
            double sending = seconds(begin);
            results.add(SCENARIO, "accepted, refused while the receiver is held", sent[0] + ", " + sent[1]);
            results.add(SCENARIO, "accepted per second", Numbers.text(sent[0] / sending));
            product.command(root, "partner", "resume", Product.MASS, "--reason", "benchmark");
            begin = System.nanoTime();
            double busy = others.p99(looking);
            int lost = Load.awaitArrival(mass, arrived + sent[0]);
            double drained = seconds(begin);
            results.add(SCENARIO, "drained in, s (100,000 in at most: 100)", Numbers.text(drained));
            results.add(SCENARIO, "drained per second", Numbers.text((sent[0] - lost) / drained));
            results.add(SCENARIO, "lost, arrived twice", lost + ", " + mass.repeats());
            results.add(SCENARIO, "another receiver, from sent to arrived, p99 before, ms", Numbers.text(quiet));
            results.add(SCENARIO, "the same while it drains, times (most: 1.5)", Numbers.text(busy / quiet));
            results.add(SCENARIO, "gateway JVM afterwards, MB", Long.toString(mass.jvmMegabytes()));
            double after = load.closed(mass, SLICE).cpuPerMessage();
            results.add(
                    "D size",
                    "processor time per message with " + sent[0] + " more stored, times (most: 1.1)",
                    Numbers.text(after / before));
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
