package nl.schakel.bench.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends to a contender: as fast as it answers, or at a pace of its own. */
final class Load {
    private static final long PATIENCE_SECONDS = 600;
    private static final long LOOK_MILLIS = 20;
    private static final long CALM_LOOK_MILLIS = 250;
    private static final long CALM_CPU_MILLIS = 40;
    private static final int CALM_LOOKS = 20;
    private static final int MOST_SETTLING = 20;
    private static final double SETTLED = 0.95;
    private static final double NANOS = 1e9;

    private final int connections;
    private final AtomicInteger numbers = new AtomicInteger();

    Load(int connections) {
        this.connections = connections;
    }

    /**
     * One slice, from its first message until everything had arrived and the server was calm again.
     *
     * @param refused not accepted, for whatever reason
     * @param lost accepted and not arrived within the patience
     * @param acceptPerSecond while sending
     * @param deliveredPerSecond from the first message sent until the last one arrived
     * @param cpuPerMessage milliseconds of processor time of all server processes, per message that arrived
     * @param allocatedPerMessage kilobytes that the JVMs among them allocated, per message that arrived
     */
    record Slice(
            int accepted,
            int refused,
            int lost,
            double acceptPerSecond,
            double deliveredPerSecond,
            double cpuPerMessage,
            double allocatedPerMessage) {}

    Slice closed(Contender contender, double seconds) throws IOException, InterruptedException {
        int arrivedBefore = contender.arrived();
        long allocated = contender.allocatedKilobytes();
        long cpu = contender.cpuMillis();
        long begin = System.nanoTime();
        int[] sums = send(contender, begin + (long) (seconds * NANOS));
        double sending = (System.nanoTime() - begin) / NANOS;
        int lost = awaitArrival(contender, arrivedBefore + sums[0]);
        double delivering = (System.nanoTime() - begin) / NANOS;
        awaitCalm(contender);
        int arrived = Math.max(1, sums[0] - lost);
        return new Slice(
                sums[0],
                sums[1],
                lost,
                sums[0] / sending,
                arrived / delivering,
                (double) (contender.cpuMillis() - cpu) / arrived,
                (double) (contender.allocatedKilobytes() - allocated) / arrived);
    }

    /** Slices until the price of a message hardly falls any more, for a JVM compiles for minutes; the last of them. */
    Slice settled(Contender contender, double seconds) throws IOException, InterruptedException {
        Slice last = closed(contender, seconds);
        for (int i = 1; i < MOST_SETTLING; i++) {
            Slice next = closed(contender, seconds);
            boolean settled = next.cpuPerMessage() > SETTLED * last.cpuPerMessage();
            last = next;
            if (settled) {
                break;
            }
        }
        return last;
    }

    /** Sends only: accepted, refused. */
    int[] send(Contender contender, long end) throws IOException, InterruptedException {
        return inThreads(() -> {
            int[] sums = new int[2];
            Contender.Line line = contender.connect();
            while (System.nanoTime() < end) {
                sums[line.send(numbers.getAndIncrement()) ? 0 : 1]++;
            }
            return sums;
        });
    }

    /** Sends so many: accepted, refused. */
    int[] send(Contender contender, int messages) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(messages);
        return inThreads(() -> {
            int[] sums = new int[2];
            Contender.Line line = contender.connect();
            while (left.getAndDecrement() > 0) {
                sums[line.send(numbers.getAndIncrement()) ? 0 : 1]++;
            }
            return sums;
        });
    }

    /** Milliseconds from the moment a message was due to its answer, sorted, at a pace that does not wait for answers. */
    double[] open(Contender contender, double perSecond, double seconds) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * NANOS);
        AtomicLong turn = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<List<Double>>> parts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                parts.add(threads.submit(() -> {
                    List<Double> waits = new ArrayList<>();
                    Contender.Line line = contender.connect();
                    for (long due = due(begin, turn, perSecond); due < end; due = due(begin, turn, perSecond)) {
                        while (System.nanoTime() < due) {
                            LockSupport.parkNanos(due - System.nanoTime());
                        }
                        if (line.send(numbers.getAndIncrement())) {
                            waits.add((System.nanoTime() - due) / 1e6);
                        }
                    }
                    return waits;
                }));
            }
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> part : parts) {
                all.addAll(got(part));
            }
            return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        } finally {
            threads.shutdownNow();
        }
    }

    private static long due(long begin, AtomicLong turn, double perSecond) {
        return begin + (long) (turn.getAndIncrement() * NANOS / perSecond);
    }

    private int[] inThreads(Callable<int[]> work) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            int[] sums = new int[2];
            List<Future<int[]>> parts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                parts.add(threads.submit(work));
            }
            for (Future<int[]> part : parts) {
                int[] one = got(part);
                Arrays.setAll(sums, i -> sums[i] + one[i]);
            }
            return sums;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T got(Future<T> part) throws IOException, InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException trouble ? trouble : new IOException(failed.getCause());
        }
    }

    /** How many are still missing when patience ends; 0 when all came. */
    static int awaitArrival(Contender contender, int expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (contender.arrived() < expected && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return Math.max(0, expected - contender.arrived());
    }

    /** Until the server does no more than when it is idle: what it does after the delivery is part of the price. */
    private static void awaitCalm(Contender contender) throws IOException, InterruptedException {
        long before = contender.cpuMillis();
        for (int i = 0; i < CALM_LOOKS; i++) {
            TimeUnit.MILLISECONDS.sleep(CALM_LOOK_MILLIS);
            long now = contender.cpuMillis();
            if (now - before <= CALM_CPU_MILLIS) {
                return;
            }
            before = now;
        }
    }
}
