package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** D: the price of a message and the memory of a gateway with 500 more partners, and with many open referrals, beside one without. */
final class SizeScenario {
    private static final int CONNECTIONS = 8;
    private static final int MORE = 500;
    private static final String SCENARIO = "D size";
    private static final double WARM_UP = GatewayBenchmark.WARM_UP_SECONDS;

    private final Path root;
    private final Path folder;
    private final Messages messages;
    private final Results results;
    private final Load load = new Load(CONNECTIONS);

    SizeScenario(Path root, Path folder, Messages messages, Results results) {
        this.root = root;
        this.folder = folder;
        this.messages = messages;
        this.results = results;
    }

    /** @param stored open referrals in the larger one's database */
    void run(int pairs, double slice, int stored) throws IOException, InterruptedException, SQLException {
        try (Product small = product("small", 0);
                Contender atSmall = small.fhir(messages::fhir)) {
            warm(atSmall, slice);
            try (Product many = product("partners", MORE);
                    Contender atMany = many.fhir(messages::fhir)) {
                warm(atMany, slice);
                compare(atSmall, atMany, pairs, slice, MORE + " more partners");
            }
            try (Product full = product("stored", 0);
                    Contender atFull = full.fhir(messages::fhir)) {
                load.closed(atFull, WARM_UP);
                long begin = System.nanoTime();
                Stored.fill(full.home(), stored);
                System.out.println("stored in " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
                warm(atFull, slice);
                compare(atSmall, atFull, pairs, slice, stored + " more open referrals");
            }
        }
    }

    private Product product(String name, int more) throws IOException, InterruptedException {
        return Product.start(root, Files.createDirectories(folder.resolve(name)), List.of(), more);
    }

    private void warm(Contender contender, double slice) throws IOException, InterruptedException {
        load.closed(contender, WARM_UP);
        load.settled(contender, slice);
    }

    private void compare(Contender small, Contender large, int pairs, double slice, String what)
            throws IOException, InterruptedException {
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            boolean turned = i % 2 == 1;
            double first = load.closed(turned ? large : small, slice).cpuPerMessage();
            double second = load.closed(turned ? small : large, slice).cpuPerMessage();
            ratios[i] = turned ? first / second : second / first;
        }
        results.add(SCENARIO, "processor time per message with " + what + ", times (most: 1.1)", Numbers.ratio(ratios));
        results.add(
                SCENARIO,
                "gateway JVM without and with " + what + ", MB",
                small.jvmMegabytes() + ", " + large.jvmMegabytes());
    }
}
