package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings a command must know before the gateway runs, found where the frame finds them: what was asked, system
 * properties, the environment, the home's {@code config/application.yml}.
 */
final class Settings {
    private final Map<String, String> asked;
    private final Map<String, String> environment;
    private final Map<String, String> file;

    private Settings(Map<String, String> asked, Map<String, String> environment, Map<String, String> file) {
        this.asked = asked;
        this.environment = environment;
        this.file = file;
    }

    static Settings of(Map<String, String> asked, Path home) throws IOException {
        return of(asked, System.getenv(), home);
    }

    static Settings of(Map<String, String> asked, Map<String, String> environment, Path home) throws IOException {
        Path yaml = home.resolve("config").resolve("application.yml");
        Map<String, String> file = new HashMap<>();
        if (Files.exists(yaml)) {
            flatten("", new YAMLMapper().readTree(yaml.toFile()), file);
        }
        return new Settings(Map.copyOf(asked), environment, file);
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (!node.isObject()) {
            into.put(prefix, node.asText());
            return;
        }
        node.properties()
                .forEach(member -> flatten(
                        prefix.isEmpty() ? member.getKey() : prefix + "." + member.getKey(), member.getValue(), into));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(asked.get(name))
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .or(() -> Optional.ofNullable(environment.get(environmentName(name))))
                .or(() -> Optional.ofNullable(file.get(name)));
    }

    private static String environmentName(String name) {
        return name.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
    }

    /** A port from 0 (any free one) to 65535; anything else reads as -1, which nobody can listen on. */
    int port(String name, int fallback) {
        return text(name)
                .map(value -> value.matches("\\d{1,5}") ? Integer.parseInt(value) : -1)
                .map(port -> port > 65535 ? -1 : port)
                .orElse(fallback);
    }

    boolean isOff(String name) {
        return text(name).filter("false"::equalsIgnoreCase).isPresent();
    }
}
