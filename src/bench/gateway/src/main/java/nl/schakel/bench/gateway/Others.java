package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import nl.schakel.demo.PartnerVoice;

/** Referrals to the other receiver at an easy pace: how long they take while something goes on with somebody else. */
final class Others {
    private static final double PER_SECOND = 10;
    private static final long LATEST_MINUTES = 5;

    private final Product product;
    private final Messages messages;
    private final PartnerVoice voice;
    private int next = 1_000_000;

    Others(Product product, Messages messages) throws IOException {
        this.product = product;
        this.messages = messages;
        this.voice = product.voice("ziekenhuis-demo");
    }

    /** The 99th percentile of the time from sending to arriving, in milliseconds, of what is sent for so many seconds. */
    double p99(double seconds) throws IOException, InterruptedException {
        Map<String, Long> sent = new ConcurrentHashMap<>();
        for (int i = 0; i < PER_SECOND * seconds; i++) {
            byte[] message = new String(messages.fhir(next++), StandardCharsets.UTF_8)
                    .replace("00000099000000004000", "00000099000000006000")
                    .getBytes(StandardCharsets.UTF_8);
            long begin = System.nanoTime();
            PartnerVoice.Answer answer = voice.post("/fhir", "application/fhir+json", message);
            sent.put(answer.reference().orElseThrow(() -> new IOException(answer.status() + answer.text())), begin);
            TimeUnit.MILLISECONDS.sleep((long) (1000 / PER_SECOND));
        }
        Receiver other = product.receiver(Product.OTHER);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LATEST_MINUTES);
        while (sent.keySet().stream().anyMatch(one -> other.arrival(one).isEmpty()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        double[] waits = sent.entrySet().stream()
                .mapToDouble(one -> (other.arrival(one.getKey()).orElse(Long.MAX_VALUE) - one.getValue()) / 1e6)
                .sorted()
                .toArray();
        return Numbers.at(waits, 0.99);
    }
}
