package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.demo.PartnerVoice;

/** I: what one partner does to the others, by answering after a minute or by sending ten times what it may. */
final class IsolationScenario {
    private static final int CONNECTIONS = 8;
    private static final double SECONDS = 60;
    private static final double WARM_UP = GatewayBenchmark.WARM_UP_SECONDS;
    private static final Duration SLOW = Duration.ofSeconds(60);
    private static final String SCENARIO = "I isolation";
    private static final String FHIR = "application/fhir+json";
    private static final int TOO_MANY = 429;

    private final Path root;
    private final Path folder;
    private final Messages messages;
    private final Results results;

    IsolationScenario(Path root, Path folder, Messages messages, Results results) {
        this.root = root;
        this.folder = folder;
        this.messages = messages;
        this.results = results;
    }

    void run() throws IOException, InterruptedException {
        try (Product product = Product.start(root, folder, List.of(), 0);
                Contender mass = product.fhir(messages::fhir)) {
            Load load = new Load(CONNECTIONS);
            load.closed(mass, WARM_UP);
            load.settled(mass, SECONDS / 4);
            Others others = new Others(product, messages);
            double alone = others.p99(SECONDS);
            results.add(SCENARIO, "another receiver, from sent to arrived, p99 alone, ms", Numbers.text(alone));
            results.add(SCENARIO, "the same once more, times", Numbers.text(others.p99(SECONDS) / alone));
            flood(product, others, alone, mass);
            slow(product, others, alone, mass);
        }
    }

    private void flood(Product product, Others others, double alone, Contender mass)
            throws IOException, InterruptedException {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        PartnerVoice voice = product.voice(Product.LIMITED);
        long before = mass.jvmMegabytes();
        double flooded = beside(
                () -> {
                    // Refused before anything in it is read, so it may be anything.
                    int status = voice.post("/fhir", FHIR, messages.fhir(0)).status();
                    (status == TOO_MANY ? refused : other).incrementAndGet();
                },
                10.0 * Product.LIMIT_PER_MINUTE / 60,
                others);
        results.add(
                SCENARIO,
                "the same while a partner sends ten times its quota, times (most: 2)",
                Numbers.text(flooded / alone));
        results.add(SCENARIO, "of that partner answered 429, otherwise", refused + ", " + other);
        results.add(SCENARIO, "gateway JVM before and after, MB", before + ", " + mass.jvmMegabytes());
    }

    private void slow(Product product, Others others, double alone, Contender mass)
            throws IOException, InterruptedException {
        product.receiver(Product.MASS).slow(SLOW);
        AtomicInteger number = new AtomicInteger(3_000_000);
        Contender.Line line = mass.connect();
        double slowed = beside(() -> line.send(number.getAndIncrement()), 10, others);
        results.add(
                SCENARIO,
                "the same while another receiver answers after " + SLOW.toSeconds() + " s, times (most: 1.2)",
                Numbers.text(slowed / alone));
    }

    /** The others' time while something is sent at this pace. */
    private static double beside(Beside.Sending sending, double perSecond, Others others)
            throws IOException, InterruptedException {
        try (Beside beside = new Beside(sending, perSecond)) {
            double p99 = others.p99(SECONDS);
            beside.demandItGoesOn();
            return p99;
        }
    }
}
