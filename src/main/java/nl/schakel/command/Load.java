package nl.schakel.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.schakel.demo.MllpLine;

/** Sends over a number of connections for a while; on each, a message goes out when the one before was answered. */
final class Load {
    private final Lines lines;
    private final ReferralMill mill;

    Load(Lines lines, ReferralMill mill) {
        this.lines = lines;
        this.mill = mill;
    }

    /** Opens a connection. */
    interface Lines {
        MllpLine open() throws IOException;
    }

    /**
     * What came of it.
     *
     * @param accepted durations of the messages that were answered AA
     * @param refused messages answered otherwise
     */
    record Outcome(Latencies accepted, int refused) {}

    Outcome run(int connections, Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Outcome>> work = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                work.add(() -> send(end));
            }
            return sum(threads.invokeAll(work));
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome send(long end) throws IOException {
        Latencies accepted = new Latencies();
        int refused = 0;
        try (MllpLine line = lines.open()) {
            while (System.nanoTime() < end) {
                byte[] message = mill.message();
                long begin = System.nanoTime();
                byte[] ack = line.exchange(message);
                if (isAccept(ack)) {
                    accepted.add(System.nanoTime() - begin);
                } else {
                    refused++;
                }
            }
        }
        return new Outcome(accepted, refused);
    }

    private static boolean isAccept(byte[] ack) {
        return new String(ack, StandardCharsets.ISO_8859_1).contains("\rMSA|AA|");
    }

    private static Outcome sum(List<Future<Outcome>> parts) throws IOException, InterruptedException {
        Latencies accepted = new Latencies();
        int refused = 0;
        for (Future<Outcome> part : parts) {
            try {
                accepted.addAll(part.get().accepted());
                refused += part.get().refused();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof IOException trouble ? trouble : new IOException(failed);
            }
        }
        return new Outcome(accepted, refused);
    }
}
