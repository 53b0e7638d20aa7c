package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the whole way of a referral costs, beside a bare pass-through and a bare secured step in the same run.
 *
 * <p>Arguments: letters of the scenarios, number of pairs, seconds of a slice, messages in the backlog of C, stored referrals
 * of D, folder of the report. Run it from the root of the project, when {@code target/schakel.jar} is built.
 */
public final class GatewayBenchmark {
    private static final int CONNECTIONS = 8;
    static final double WARM_UP_SECONDS = Double.parseDouble(System.getProperty("bench.warm", "60"));
    private static final double OPEN_SECONDS = 15;

    private final Path root;
    private final Path work;
    private final int pairs;
    private final double slice;
    private final int backlog;
    private final int stored;
    private final Messages messages;
    private final Results results = new Results();

    private GatewayBenchmark(Path root, Path work, int pairs, double slice, int backlog, int stored)
            throws IOException {
        this.root = root;
        this.work = work;
        this.pairs = pairs;
        this.slice = slice;
        this.backlog = backlog;
        this.stored = stored;
        this.messages = new Messages(root);
    }

    public static void main(String[] args) throws Exception {
        Path work = Files.createTempDirectory("schakel-bench");
        GatewayBenchmark run = new GatewayBenchmark(
                Path.of("").toAbsolutePath(),
                work,
                Integer.parseInt(args[1]),
                Double.parseDouble(args[2]),
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]));
        try {
            run.all(args[0]);
        } finally {
            run.results.write(Path.of(args[5]));
        }
        System.exit(0);
    }

    private void all(String letters) throws Exception {
        if (letters.matches(".*[ABEF].*")) {
            beside(letters);
        }
        if (letters.contains("C")) {
            new BacklogScenario(root, folder("c"), messages, results).run(backlog);
        }
        if (letters.contains("D")) {
            new SizeScenario(root, work, messages, results).run(pairs, slice, stored);
        }
        if (letters.contains("G")) {
            new SyncScenario(root, work, messages, results).run(slice);
        }
        if (letters.contains("H")) {
            new HostileScenario(root, folder("h"), messages, results).run(slice);
        }
        if (letters.contains("I")) {
            new IsolationScenario(root, folder("i"), messages, results).run();
        }
        if (letters.contains("K")) {
            new SoakScenario(root, folder("k"), messages, results).run(stored);
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(work.resolve(name));
    }

    /** A, B, E and F: everybody is up at the same time and has its slice in turn. */
    private void beside(String letters) throws IOException, InterruptedException, GeneralSecurityException {
        try (Product product = Product.start(root, folder("product"), List.of(), 0)) {
            results.add(
                    "E cold start",
                    "ready after, s, with keys made",
                    Numbers.text(product.startTime().toMillis() / 1e3));
            if (letters.contains("A")) {
                try (Contender ours = product.hl7(messages::hl7);
                        Contender bare = Peer.passThroughMllp(folder("mllp"), messages::hl7)) {
                    rotate("A MLLP to FHIR", rivals(ours, bare));
                }
            }
            if (letters.contains("B")) {
                try (Contender ours = product.fhir(messages::fhir);
                        Contender bare = Peer.passThroughHttp(folder("http"), messages::fhir);
                        Contender kernel = Peer.kernel(folder("kernel"), messages::fhir);
                        Contender least = Peer.kernelWithDatabase(
                                folder("least"), root.resolve("target/postgres"), messages::fhir)) {
                    Map<String, Contender> rivals = rivals(ours, bare);
                    rivals.put("kernel", kernel);
                    rivals.put("kernel with three commits", least);
                    rotate("B sealed FHIR", rivals);
                    results.add(
                            "F memory",
                            "gateway JVM at the end of B, MB (most: 512)",
                            Long.toString(ours.jvmMegabytes()));
                }
            }
        }
    }

    private static Map<String, Contender> rivals(Contender ours, Contender bare) {
        Map<String, Contender> rivals = new LinkedHashMap<>();
        rivals.put("schakel", ours);
        rivals.put("pass-through", bare);
        rivals.put("pass-through again", bare);
        return rivals;
    }

    private void rotate(String scenario, Map<String, Contender> rivals) throws IOException, InterruptedException {
        Load load = new Load(CONNECTIONS);
        for (Contender rival : rivals.values().stream().distinct().toList()) {
            load.closed(rival, WARM_UP_SECONDS);
        }
        Map<String, List<Load.Slice>> slices =
                rivals.keySet().stream().collect(Collectors.toMap(name -> name, name -> new ArrayList<>()));
        List<String> turn = new ArrayList<>(rivals.keySet());
        for (int i = 0; i < pairs; i++) {
            for (String name : turn) {
                slices.get(name).add(load.closed(rivals.get(name), slice));
            }
            Collections.rotate(turn, 1);
        }
        for (String name : rivals.keySet()) {
            say(scenario, name, slices.get(name), slices.get("pass-through"));
        }
        double half = Numbers.median(slices.get("schakel"), Load.Slice::deliveredPerSecond) / 2;
        double[] waits = load.open(rivals.get("schakel"), half, OPEN_SECONDS);
        results.add(
                scenario,
                "schakel: ack p50 at half load (" + Numbers.text(half) + "/s, open loop), ms",
                Numbers.text(Numbers.at(waits, 0.5)));
        results.add(scenario, "schakel: ack p99 at half load, ms (most: 100)", Numbers.text(Numbers.at(waits, 0.99)));
    }

    private void say(String scenario, String name, List<Load.Slice> own, List<Load.Slice> bare) {
        double[] ratios = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = own.get(i).cpuPerMessage() / bare.get(i).cpuPerMessage();
        }
        results.add(
                scenario,
                name + ": processor time per message, ms",
                Numbers.text(Numbers.median(own, Load.Slice::cpuPerMessage)));
        results.add(
                scenario,
                name + ": allocated per message, kB",
                Numbers.text(Numbers.median(own, Load.Slice::allocatedPerMessage)));
        if (!name.equals("pass-through")) {
            results.add(
                    scenario,
                    name + ": of the pass-through's (95 % of " + own.size() + " pairs)",
                    Numbers.ratio(ratios));
        }
        results.add(
                scenario,
                name + ": accepted per second",
                Numbers.text(Numbers.median(own, Load.Slice::acceptPerSecond)));
        results.add(
                scenario,
                name + ": delivered per second",
                Numbers.text(Numbers.median(own, Load.Slice::deliveredPerSecond)));
        results.add(
                scenario,
                name + ": accepted, refused, lost",
                own.stream().mapToInt(Load.Slice::accepted).sum() + ", "
                        + own.stream().mapToInt(Load.Slice::refused).sum() + ", "
                        + own.stream().mapToInt(Load.Slice::lost).sum());
    }
}
