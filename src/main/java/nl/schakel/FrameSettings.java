package nl.schakel;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where everything stands on a home, and on which ports the doors are. What was asked for comes first. */
final class FrameSettings {
    private static final Map<String, Integer> PORTS =
            Map.of("web", 8080, "management", 8081, "partner", 8443, "mllp", 2575, "mllps", 2576);

    private FrameSettings() {}

    static Map<String, Object> of(Path home, Map<String, Object> asked) {
        Path at = home.toAbsolutePath().normalize();
        Path root = Path.of(System.getProperty("schakel.root", "")).toAbsolutePath();
        Map<String, Object> settings = new LinkedHashMap<>(places(at, root));
        settings.put("spring.config.additional-location", "optional:file:" + at.resolve("config") + "/");
        settings.put("spring.flyway.enabled", "false");
        settings.put("spring.jmx.enabled", "false");
        settings.put("server.address", "127.0.0.1");
        settings.put("server.server-header", "");
        settings.put("server.error.include-message", "never");
        settings.put("management.server.address", "127.0.0.1");
        settings.put("management.endpoints.web.exposure.include", "health,info,prometheus");
        settings.put("management.endpoint.health.probes.enabled", "true");
        settings.putAll(asked);
        ports(settings).forEach((name, port) -> settings.put("schakel.ports." + name, port));
        settings.put("server.port", settings.get("schakel.ports.web"));
        settings.put("management.server.port", settings.get("schakel.ports.management"));
        String fhir = "https://localhost:" + settings.get("schakel.ports.partner") + "/fhir";
        settings.putIfAbsent("schakel.fhir.endpoint", fhir);
        settings.putIfAbsent("schakel.pipeline.base-url", fhir);
        return settings;
    }

    private static Map<String, Object> places(Path home, Path root) {
        return Map.of(
                "schakel.home", home.toString(),
                "schakel.journal.folder", home.resolve("db").toString(),
                "schakel.trust.pki", home.resolve("pki").toString(),
                "schakel.pipeline.stream-key", home.resolve("config/stream.key").toString(),
                "schakel.console.operator-token",
                        home.resolve("run/operator.token").toString(),
                "schakel.directory.routes", root.resolve("routes").toString(),
                "schakel.channel.templates", root.resolve("routes/channels").toString(),
                "schakel.mappings", root.resolve("mappings").toString());
    }

    /** The doors' ports by name. */
    static Map<String, Integer> ports(Map<String, Object> settings) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String name : List.of("web", "management", "partner", "mllp", "mllps")) {
            Object asked = settings.getOrDefault("schakel.ports." + name, PORTS.get(name));
            ports.put(name, Integer.parseInt(String.valueOf(asked)));
        }
        return ports;
    }
}
