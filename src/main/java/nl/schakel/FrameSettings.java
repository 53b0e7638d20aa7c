package nl.schakel;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.Environment;

/**
 * What holds on a home unless it is set: where everything stands and on which ports the doors are. The home's {@code
 * config/application.yml} and the environment come before it.
 */
final class FrameSettings {
    private static final Map<String, Object> PORTS = Map.of(
            "schakel.ports.web", "8080",
            "schakel.ports.management", "8081",
            "schakel.ports.partner", "8443",
            "schakel.ports.mllp", "2575",
            "schakel.ports.mllps", "2576");

    private static final Map<String, Object> FRAME = Map.ofEntries(
            Map.entry("spring.flyway.enabled", "false"),
            Map.entry("spring.jmx.enabled", "false"),
            Map.entry("spring.jackson.parser.strict-duplicate-detection", "true"),
            Map.entry("server.address", "127.0.0.1"),
            Map.entry("server.port", "${schakel.ports.web}"),
            Map.entry("server.error.include-message", "never"),
            Map.entry("management.server.address", "127.0.0.1"),
            Map.entry("management.server.port", "${schakel.ports.management}"),
            Map.entry("management.endpoints.web.exposure.include", "health,info,prometheus"),
            Map.entry("management.endpoint.health.probes.enabled", "true"),
            Map.entry("management.endpoint.health.show-details", "always"),
            // Without the database or room for it nothing can be accepted; without the broker everything can.
            Map.entry("management.endpoint.health.group.readiness.include", "readinessState,db,room"),
            Map.entry("schakel.fhir.endpoint", "https://localhost:${schakel.ports.partner}/fhir"),
            Map.entry("schakel.pipeline.base-url", "${schakel.fhir.endpoint}"));

    private FrameSettings() {}

    /** The defaults of this home. */
    static Map<String, Object> of(Path home) {
        Path root = Path.of(System.getProperty("schakel.root", "")).toAbsolutePath();
        Map<String, Object> settings = new LinkedHashMap<>(FRAME);
        settings.putAll(PORTS);
        settings.put("schakel.home", home.toString());
        settings.put("schakel.journal.folder", home.resolve("db").toString());
        settings.put("schakel.journal.programs", home.resolve("db/programs").toString());
        settings.put(
                "schakel.audit.witness", home.resolve("audit/last-checkpoint").toString());
        settings.put("schakel.trust.pki", home.resolve("pki").toString());
        settings.put(
                "schakel.pipeline.stream-key", home.resolve("config/stream.key").toString());
        settings.put(
                "schakel.console.operator-token",
                home.resolve("run/operator.token").toString());
        settings.put(
                "schakel.console.operators", home.resolve("config/operators").toString());
        settings.put("schakel.directory.routes", root.resolve("routes").toString());
        settings.put(
                "schakel.channel.templates", root.resolve("routes/channels").toString());
        settings.put("schakel.channel.secrets", home.resolve("config/secrets").toString());
        settings.put("schakel.mappings", root.resolve("mappings").toString());
        settings.put("schakel.mappings-archive", home.resolve("mappings").toString());
        settings.put("schakel.policies-archive", home.resolve("policies").toString());
        return settings;
    }

    /** The argument by which the frame finds the home's own settings. */
    static String homeSettings(Path home) {
        return "--spring.config.additional-location=optional:file:" + home.resolve("config") + "/";
    }

    /** The doors' ports by name, as they came to be set. */
    static Map<String, Integer> ports(Environment environment) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String name : List.of("web", "management", "partner", "mllp", "mllps")) {
            ports.put(name, environment.getRequiredProperty("schakel.ports." + name, Integer.class));
        }
        return ports;
    }
}
