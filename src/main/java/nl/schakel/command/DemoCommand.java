package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.demo.DemoHome;
import nl.schakel.demo.DemoPartners;
import nl.schakel.demo.Doors;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the gateway with everything embedded and synthetic partners, until Ctrl-C. */
@Command(
        name = "demo",
        description = "Runs Schakel with an embedded database and demo partners until Ctrl-C.",
        footer = "Example: schakel demo --home /tmp/demo --reset --set schakel.ports.web=18080")
final class DemoCommand implements Callable<Integer> {
    private static final String PARTNERS = "schakel.demo.partners";

    @Mixin
    private final Asked asked = new Asked();

    @Option(names = "--reset", description = "Empties the demo home first, all but its config/.")
    private boolean reset;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting, such as schakel.ports.web=18080.")
    private final Map<String, String> set = new LinkedHashMap<>();

    private final Console console;
    private final GatewayStarter starter;
    private final Farewell farewell;

    DemoCommand(Console console, GatewayStarter starter, Farewell farewell) {
        this.console = console;
        this.starter = starter;
        this.farewell = farewell;
    }

    @Override
    public Integer call() throws IOException {
        Instant begin = Instant.now();
        Path folder = asked.home();
        LogFile.in(folder);
        farewell.listen();
        try {
            Step<DemoHome> opened = DemoHome.open(folder, reset);
            if (opened instanceof Step.Next<DemoHome> next) {
                return inHome(next.value(), begin);
            }
            return opened.fold(never -> Exit.OK, console::refuse);
        } finally {
            farewell.done();
        }
    }

    private int inHome(DemoHome home, Instant begin) throws IOException {
        try (home) {
            Settings settings = Settings.of(set, home.folder());
            DemoDoors doors = DemoDoors.of(settings);
            boolean alone = settings.isOff(PARTNERS);
            Optional<Problem> taken = PortCheck.firstTaken(alone ? doors.own() : doors.properties());
            if (taken.isPresent()) {
                return console.refuse(taken.get());
            }
            console.line("Schakel demo in " + home.folder() + " (synthetic data only), starting ...");
            if (alone) {
                return withGateway(home, told(home, doors.handOver(set, doors.partners())), doors.partners(), begin);
            }
            try (DemoPartners partners = DemoPartners.start(home.folder(), doors.partners())) {
                Map<String, Object> told = told(home, doors.handOver(set, partners.ports()));
                partners.stampUrl().ifPresent(url -> told.putIfAbsent("schakel.audit.tsa-url", url.toString()));
                told.putIfAbsent("schakel.trust.ocsp", partners.responder());
                return withGateway(home, told, partners.ports(), begin);
            }
        }
    }

    private static Map<String, Object> told(DemoHome home, Map<String, Object> told) {
        told.putIfAbsent(
                "schakel.audit.tsa-anchors",
                home.folder().resolve("pki/ca/root.crt").toString());
        return told;
    }

    private int withGateway(DemoHome home, Map<String, Object> told, Map<String, Integer> partners, Instant begin)
            throws IOException {
        Step<GatewayStarter.Running> started = starter.start(home.folder(), told);
        if (!(started instanceof Step.Next<GatewayStarter.Running> next)) {
            return started.fold(never -> Exit.OK, console::refuse);
        }
        try (GatewayStarter.Running gateway = next.value()) {
            Doors open = new Doors(ProcessHandle.current().pid(), begin.toString(), gateway.ports(), partners);
            home.announce(open);
            Welcome.lines(home.folder(), open, Duration.between(begin, Instant.now()))
                    .forEach(console::line);
            gateway.reconcile()
                    .ifPresent(why -> console.line("RECONCILE MODE: " + why
                            + ". No partner's door is open and nothing is sent. Restore the right database, or: schakel"
                            + " audit take-up --reason ... (docs/how-to/guard-the-audit-log.md)"));
            farewell.await();
            console.line("Stopping ...");
        }
        return Exit.OK;
    }
}
