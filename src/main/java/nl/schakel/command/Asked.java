package nl.schakel.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command can be asked. */
final class Asked extends Printed {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The home of the Schakel that runs (default: var/demo beside the launcher).")
    private Optional<Path> home = Optional.empty();

    /** The home that was named; else the demo's, so that a terminal anywhere finds the running demo. */
    Path home() {
        return home.orElseGet(() -> Path.of(System.getProperty("schakel.root", ""), "var", "demo"))
                .toAbsolutePath()
                .normalize();
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Maps and numbers can be written", impossible);
        }
    }
}
