package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the gateway for production: its home's configuration, an external database and broker. */
@Command(
        name = "run",
        description = "Runs Schakel in production with DIR/config/application.yml and SCHAKEL_* variables.",
        footer = "Example: schakel run --home /srv/schakel")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    private final Console console;
    private final GatewayStarter starter;
    private final Farewell farewell;

    RunCommand(Console console, GatewayStarter starter, Farewell farewell) {
        this.console = console;
        this.starter = starter;
        this.farewell = farewell;
    }

    @Override
    public Integer call() throws IOException {
        Path home = asked.home();
        Path configuration = home.resolve("config").resolve("application.yml");
        if (!Files.isReadable(configuration)) {
            return console.refuse(Problem.at(ProblemCode.CONFIGURATION_INVALID, configuration.toString())
                    .seen("no such file")
                    .expected("the configuration of this gateway"));
        }
        Files.createDirectories(home.resolve("log"));
        LogFile.in(home);
        farewell.listen();
        try {
            return serve(home);
        } finally {
            farewell.done();
        }
    }

    private int serve(Path home) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("spring.profiles.active", "production");
        Step<GatewayStarter.Running> started = starter.start(home, told);
        if (!(started instanceof Step.Next<GatewayStarter.Running> next)) {
            return started.fold(never -> Exit.OK, console::refuse);
        }
        try (GatewayStarter.Running gateway = next.value()) {
            gateway.reconcile()
                    .ifPresent(why -> console.line("RECONCILE MODE: " + why
                            + ". No partner's door is open and nothing is sent. Restore the right database, or: schakel"
                            + " audit take-up --reason ... (docs/how-to/guard-the-audit-log.md)"));
            console.line("Schakel runs; doors " + gateway.ports());
            farewell.await();
        }
        return Exit.OK;
    }
}
