package nl.schakel.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a running Schakel can be found: the content of {@code run/doors.json}.
 *
 * @param pid the process
 * @param startedAt ISO 8601
 * @param ports by the door names of {@link #defaults}
 * @param partners ports of the demo partners by partner id
 */
public record Doors(long pid, String startedAt, Map<String, Integer> ports, Map<String, Integer> partners) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Map<String, Integer> DEFAULTS =
            Map.of("web", 8080, "management", 8081, "partner", 8443, "mllp", 2575, "mllps", 2576);

    public Doors {
        ports = Map.copyOf(ports);
        partners = Map.copyOf(partners);
    }

    /** The doors' default ports. */
    public static Map<String, Integer> defaults() {
        return DEFAULTS;
    }

    static Path file(Path home) {
        return home.resolve("run").resolve("doors.json");
    }

    /** The doors that were announced last; they may be closed by now. Empty when none were. */
    public static Optional<Doors> read(Path home) throws IOException {
        Path file = file(home);
        return Files.exists(file)
                ? Optional.of(JSON.readValue(Files.readAllBytes(file), Announced.class)
                        .doors())
                : Optional.empty();
    }

    /** The port of a door; the default when it was not announced. */
    public int port(String door) {
        Integer port = ports.getOrDefault(door, DEFAULTS.get(door));
        if (port == null) {
            throw new IllegalArgumentException("No door is called " + door);
        }
        return port;
    }

    void write(Path home) throws IOException {
        Announced announced = new Announced(pid, startedAt, new TreeMap<>(ports), new TreeMap<>(partners), urls());
        DurableFile.write(file(home), JSON.writeValueAsBytes(announced));
    }

    private Map<String, String> urls() {
        Map<String, String> urls = new LinkedHashMap<>();
        urls.put("web", "http://localhost:" + port("web"));
        urls.put("fhir", "https://localhost:" + port("partner") + "/fhir");
        urls.put("health", "http://localhost:" + port("management") + "/actuator/health");
        return urls;
    }

    record Announced(
            long pid,
            String startedAt,
            Map<String, Integer> ports,
            Map<String, Integer> partners,
            Map<String, String> urls) {
        Doors doors() {
            return new Doors(pid, startedAt, ports, partners);
        }
    }
}
