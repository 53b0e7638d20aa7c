package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.demo.PartnerVoice;

/** H: as many bad messages as good ones, from another sender's connections; what becomes of the good ones. */
final class HostileScenario {
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 5;
    private static final double WARM_UP = GatewayBenchmark.WARM_UP_SECONDS;
    private static final String FHIR = "application/fhir+json";

    private final Path root;
    private final Path folder;
    private final Messages messages;
    private final Results results;

    HostileScenario(Path root, Path folder, Messages messages, Results results) {
        this.root = root;
        this.folder = folder;
        this.messages = messages;
        this.results = results;
    }

    void run(double slice) throws IOException, InterruptedException {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger broken = new AtomicInteger();
        try (Product product = Product.start(root, folder, List.of(), 0);
                Contender good = product.fhir(messages::fhir)) {
            PartnerVoice voice = product.voice("opvang-demo");
            Load load = new Load(CONNECTIONS);
            load.closed(good, WARM_UP);
            double[] ratios = new double[ROUNDS];
            int lost = 0;
            for (int i = 0; i < ROUNDS; i++) {
                double alone = load.closed(good, slice).acceptPerSecond();
                ExecutorService other = Executors.newSingleThreadExecutor();
                Future<?> flood = other.submit(() -> flood(voice, refused, taken, broken));
                Load.Slice among = load.closed(good, slice);
                flood.cancel(true);
                other.shutdownNow();
                lost += among.lost() + among.refused();
                ratios[i] = among.acceptPerSecond() / alone;
            }
            results.add(
                    "H hostile",
                    "good messages accepted per second among bad ones, times",
                    Numbers.text(Numbers.median(ratios)));
            results.add(
                    "H hostile",
                    "bad ones refused, accepted, answered 5xx",
                    refused.get() + ", " + taken.get() + ", " + broken.get());
            results.add("H hostile", "good ones lost or refused", Integer.toString(lost));
        }
    }

    private void flood(PartnerVoice voice, AtomicInteger refused, AtomicInteger taken, AtomicInteger broken) {
        for (int number = 2_000_000; !Thread.currentThread().isInterrupted(); number++) {
            String text = new String(messages.fhir(number), StandardCharsets.UTF_8);
            for (String bad : List.of(
                    text.replaceFirst("\"resourceType\"", "\"resourceType\":\"Patient\",\"resourceType\""),
                    text.substring(0, text.length() / 2),
                    text.replaceFirst("\\{", "{\"value\":1e999999999,"),
                    "[".repeat(20_000),
                    text.replace("Patient", "Pati\0nt"))) {
                try {
                    int status = voice.post("/fhir", FHIR, bad.getBytes(StandardCharsets.UTF_8))
                            .status();
                    (status >= 500 ? broken : status >= 400 ? refused : taken).incrementAndGet();
                } catch (IOException hungUp) {
                    // The gateway closes on some of it, or the slice is over.
                }
            }
        }
    }
}
