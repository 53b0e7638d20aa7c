package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** G: every sync to disk takes longer, as on a hospital's storage; strace makes it so. Also how many syncs a message costs. */
final class SyncScenario {
    private static final int CONNECTIONS = 8;
    private static final double WARM_UP = GatewayBenchmark.WARM_UP_SECONDS;
    private static final int ROUNDS = 3;

    private final Path root;
    private final Path folder;
    private final Messages messages;
    private final Results results;

    SyncScenario(Path root, Path folder, Messages messages, Results results) {
        this.root = root;
        this.folder = folder;
        this.messages = messages;
        this.results = results;
    }

    void run(double slice) throws IOException, InterruptedException {
        try (Product none = traced(0);
                Product two = traced(2);
                Product ten = traced(10);
                Contender atNone = none.fhir(messages::fhir);
                Contender atTwo = two.fhir(messages::fhir);
                Contender atTen = ten.fhir(messages::fhir)) {
            Load load = new Load(CONNECTIONS);
            for (Contender one : List.of(atNone, atTwo, atTen)) {
                load.closed(one, WARM_UP);
            }
            double[] twice = new double[ROUNDS];
            double[] tenfold = new double[ROUNDS];
            long syncs = syncs(0);
            int count = 0;
            for (int i = 0; i < ROUNDS; i++) {
                Load.Slice undelayed = load.closed(atNone, slice);
                count += undelayed.accepted();
                twice[i] = load.closed(atTwo, slice).deliveredPerSecond() / undelayed.deliveredPerSecond();
                tenfold[i] = load.closed(atTen, slice).deliveredPerSecond() / undelayed.deliveredPerSecond();
            }
            results.add("G sync", "syncs per message", Numbers.text((double) (syncs(0) - syncs) / count));
            results.add(
                    "G sync", "delivered with 2 ms per sync, times (least: 0.85)", Numbers.text(Numbers.median(twice)));
            results.add("G sync", "delivered with 10 ms per sync, times", Numbers.text(Numbers.median(tenfold)));
        }
    }

    private Path log(int millis) {
        return folder.resolve("sync-" + millis + ".strace");
    }

    private long syncs(int millis) throws IOException {
        try (Stream<String> lines = Files.lines(log(millis))) {
            return lines.filter(line -> line.contains("sync(")).count();
        }
    }

    private Product traced(int millis) throws IOException, InterruptedException {
        String calls = "fsync,fdatasync";
        return Product.start(
                root,
                Files.createDirectories(folder.resolve("sync-" + millis)),
                List.of(
                        "strace",
                        "-f",
                        "--seccomp-bpf",
                        "-o",
                        log(millis).toString(),
                        "-e",
                        "trace=" + calls,
                        "-e",
                        "inject=" + calls + ":delay_exit=" + millis * 1000),
                0);
    }
}
