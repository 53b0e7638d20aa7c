package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** D, the half about partners: the price of a message with 500 more of them, beside a gateway without. */
final class SizeScenario {
    private static final int CONNECTIONS = 8;
    private static final int MORE = 500;
    private static final double WARM_UP = GatewayBenchmark.WARM_UP_SECONDS;

    private final Path root;
    private final Path folder;
    private final Messages messages;
    private final Results results;

    SizeScenario(Path root, Path folder, Messages messages, Results results) {
        this.root = root;
        this.folder = folder;
        this.messages = messages;
        this.results = results;
    }

    void run(int pairs, double slice) throws IOException, InterruptedException {
        try (Product few = Product.start(root, Files.createDirectories(folder.resolve("few")), List.of(), 0);
                Product many = Product.start(root, Files.createDirectories(folder.resolve("many")), List.of(), MORE);
                Contender atFew = few.fhir(messages::fhir);
                Contender atMany = many.fhir(messages::fhir)) {
            Load load = new Load(CONNECTIONS);
            load.closed(atFew, WARM_UP);
            load.closed(atMany, WARM_UP);
            double[] ratios = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                boolean turned = i % 2 == 1;
                double first = load.closed(turned ? atMany : atFew, slice).cpuPerMessage();
                double second = load.closed(turned ? atFew : atMany, slice).cpuPerMessage();
                ratios[i] = turned ? first / second : second / first;
            }
            results.add(
                    "D size",
                    "processor time per message with 500 more partners, times (most: 1.1)",
                    Numbers.ratio(ratios));
        }
    }
}
