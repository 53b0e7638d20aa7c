package nl.schakel;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nl.schakel.audit.Continuity;
import nl.schakel.channel.DoorUnavailable;
import nl.schakel.channel.FrontDoors;
import nl.schakel.command.GatewayStarter;
import nl.schakel.consent.PolicyInvalid;
import nl.schakel.directory.DirectoryInvalid;
import nl.schakel.journal.DatabaseAhead;
import nl.schakel.journal.embedded.DatabaseRefused;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.MappingInvalid;
import nl.schakel.translate.MappingsAhead;
import nl.schakel.trust.KeyMaterialInvalid;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Starts the rooms on a home, opens the front doors last, and says in one sentence why it does not start. */
final class Frame implements GatewayStarter {
    /** 8 kB shifted so often is the piece of memory that Netty takes for each arena: 512 kB, where it would take 4 MB. */
    private static final String NETTY_PIECES = "io.netty.allocator.maxOrder";

    @Override
    public Step<Running> start(Path home, Map<String, Object> properties) {
        Path at = home.toAbsolutePath().normalize();
        if (System.getProperty(NETTY_PIECES) == null) {
            System.setProperty(NETTY_PIECES, "6"); // our messages are small; a larger one gets a piece of its own
        }
        try (DatabaseAhead database = new DatabaseAhead()) {
            return open(application(at, properties)
                    .initializers(database, new MappingsAhead())
                    .run(FrameSettings.homeSettings(at)));
        } catch (RuntimeException trouble) {
            return problem(trouble).<Step<Running>>map(Step::stopped).orElseThrow(() -> trouble);
        }
    }

    private static SpringApplicationBuilder application(Path home, Map<String, Object> asked) {
        return new SpringApplicationBuilder(Gateway.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(FrameSettings.of(home))
                .initializers(context ->
                        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("asked", asked)));
    }

    private static Step<Running> open(ConfigurableApplicationContext context) {
        try {
            Optional<Continuity.Break> broken =
                    context.getBean(Continuity.class).broken();
            if (broken.isEmpty()) {
                context.getBean(FrontDoors.class).open();
            }
            return Step.next(new Open(
                    context, FrameSettings.ports(context.getEnvironment()), broken.map(Continuity.Break::words)));
        } catch (RuntimeException trouble) {
            context.close();
            throw trouble;
        }
    }

    private static Optional<Problem> problem(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof DoorUnavailable door) {
                return Optional.of(door.problem());
            }
            if (cause instanceof DatabaseRefused database) {
                return Optional.of(database.problem());
            }
            if (cause instanceof PortInUseException port) {
                return Optional.of(Problem.at(ProblemCode.PORT_IN_USE, "port " + port.getPort()));
            }
            if (cause instanceof NoSuchFileException missing) {
                return Optional.of(Problem.at(ProblemCode.CONFIGURATION_INVALID, missing.getFile())
                        .seen("no such file")
                        .expected("a file that can be read"));
            }
            if (isConfiguration(cause)) {
                return Optional.of(Problem.at(ProblemCode.CONFIGURATION_INVALID, String.valueOf(cause.getMessage())));
            }
        }
        return Optional.empty();
    }

    /** The rooms' own words about files that cannot be used; each names the file and the place. */
    private static boolean isConfiguration(Throwable cause) {
        return cause instanceof DirectoryInvalid
                || cause instanceof MappingInvalid
                || cause instanceof PolicyInvalid
                || cause instanceof KeyMaterialInvalid;
    }

    /** A gateway whose doors are open. */
    private record Open(ConfigurableApplicationContext context, Map<String, Integer> ports, Optional<String> reconcile)
            implements Running {
        private Open {
            ports = Map.copyOf(new LinkedHashMap<>(ports));
        }

        @Override
        public void close() {
            context.getBean(FrontDoors.class).close();
            context.close();
        }
    }
}
