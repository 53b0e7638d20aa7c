package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures runs of load on a gateway: how fast it accepts, how fast all of it is delivered, what that costs. */
final class Bench {
    private static final int POLL_MILLIS = 50;
    /** How the threads of the demo partners are named. */
    private static final String STAND_IN = "demo-";

    private static final double NANOS_PER_SECOND = 1e9;

    private final Load load;
    private final OperatorApi api;
    private final ProcessTree processes;
    private final Duration patience;

    /**
     * @param patience how long to wait for what was accepted to be delivered
     */
    Bench(Load load, OperatorApi api, ProcessTree processes, Duration patience) {
        this.load = load;
        this.api = api;
        this.processes = processes;
        this.patience = patience;
    }

    BenchRow measure(int connections, Duration time) throws IOException, InterruptedException {
        long parkedBefore = backlog().path("parked").asLong();
        long cpuBefore = processes.cpuMillis();
        long standInsBefore = processes.threadMillis(STAND_IN);
        long begin = System.nanoTime();
        Load.Outcome outcome = load.run(connections, time);
        double sending = secondsSince(begin);
        boolean drained = drained();
        double delivering = secondsSince(begin);
        long cpu = processes.cpuMillis() - cpuBefore;
        long standIns = processes.threadMillis(STAND_IN) - standInsBefore;
        long parked = backlog().path("parked").asLong() - parkedBefore;
        Latencies accepted = outcome.accepted();
        return new BenchRow(
                connections,
                accepted.count(),
                outcome.refused(),
                accepted.count() / sending,
                accepted.millisAt(0.5),
                accepted.millisAt(0.99),
                accepted.count() / delivering,
                (double) cpu / Math.max(accepted.count(), 1),
                (double) standIns / Math.max(accepted.count(), 1),
                processes.residentKilobytes() >> 10,
                parked,
                drained);
    }

    /** Load that is not measured, until all of it is delivered: afterwards the code is compiled. */
    void warmUp(int connections, Duration time) throws IOException, InterruptedException {
        load.run(connections, time);
        drained();
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }

    private boolean drained() throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            JsonNode backlog = backlog();
            if (backlog.path("open").asLong() + backlog.path("sending").asLong() == 0) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    private JsonNode backlog() throws IOException {
        JsonNode status = api.get("/api/v1/status").body();
        JsonNode backlog = status.has("backlog") ? status.path("backlog") : status;
        if (!backlog.has("open")) {
            throw new IOException("The gateway does not tell its backlog");
        }
        return backlog;
    }
}
