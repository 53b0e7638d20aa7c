package nl.schakel.command;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.demo.Doors;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a running demo with synthetic referrals. */
@Command(
        name = "bench",
        description = "Sends synthetic referrals to the running demo and measures accept and delivery.",
        footer = "Example: schakel bench --connections 1,8 --seconds 15")
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Option(names = "--connections", split = ",", paramLabel = "N", description = "One run for each (default: 1,8).")
    private List<Integer> connections = List.of(1, 8);

    @Option(names = "--seconds", paramLabel = "S", description = "How long each run sends (default: 15).")
    private int seconds = 15;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "Seconds of load before the first run, not measured (default: 0, the first run starts cold).")
    private int warmUp;

    @Option(names = "--drain-seconds", paramLabel = "S", description = "How long to wait for delivery (default: 120).")
    private int drainSeconds = 120;

    @Option(names = "--plain", description = "MLLP without TLS.")
    private boolean plain;

    private final Console console;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || connections.stream().anyMatch(n -> n < 1 || n > 256)) {
            return console.fail(Exit.USAGE, "Give 1 to 256 connections and at least one second.");
        }
        Optional<Doors> doors = Doors.read(asked.home());
        if (doors.isEmpty()) {
            return console.fail(Exit.UNREACHABLE, AsPartner.nothingRuns(asked.home()));
        }
        Step<PartnerVoice> voice = PartnerVoice.of(asked.home(), new PartnerId("ggz-noord"), doors.get());
        if (!(voice instanceof Step.Next<PartnerVoice> next)) {
            return voice.fold(never -> Exit.OK, console::refuse);
        }
        Bench bench = new Bench(
                new Load(() -> next.value().mllp(plain), new ReferralMill(Clock.systemUTC())),
                OperatorApi.of(asked.home()),
                ProcessTree.of(doors.get().pid(), asked.home()),
                Duration.ofSeconds(drainSeconds));
        List<BenchRow> rows = new ArrayList<>();
        if (warmUp > 0) {
            bench.warmUp(Collections.max(connections), Duration.ofSeconds(warmUp));
        }
        for (int count : connections) {
            rows.add(bench.measure(count, Duration.ofSeconds(seconds)));
        }
        print(rows);
        return rows.stream().allMatch(BenchRow::isGood) ? Exit.OK : Exit.FINDING;
    }

    private void print(List<BenchRow> rows) {
        if (asked.json()) {
            console.line(Asked.json(rows));
            return;
        }
        Table table = new Table(
                "connections",
                "accepted",
                "refused",
                "accept/s",
                "ack p50 ms",
                "ack p99 ms",
                "delivered/s",
                "cpu ms/referral",
                "of it stand-ins",
                "memory MB",
                "parked",
                "all delivered");
        rows.forEach(row -> table.row(
                text(row.connections()),
                text(row.accepted()),
                text(row.refused()),
                text(row.acceptPerSecond()),
                text(row.ackMillisP50()),
                text(row.ackMillisP99()),
                text(row.deliveredPerSecond()),
                text(row.cpuMillisPerReferral()),
                text(row.standInMillisPerReferral()),
                text(row.memoryMegabytes()),
                text(row.parked()),
                row.drained() ? "yes" : "no"));
        table.lines().forEach(console::line);
        console.line(
                "Memory and CPU are of the gateway, its database and the demo partners (stand-ins) in its process.");
    }

    private static String text(long value) {
        return Long.toString(value);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
