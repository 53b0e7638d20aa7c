package nl.schakel.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the commands that need no gateway find the files that one would load. */
final class Folders {
    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "The mappings folder, with the policy (default: mappings beside the launcher).")
    private Optional<Path> mappings = Optional.empty();

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder with partners and circles (default: routes beside the launcher).")
    private Optional<Path> routes = Optional.empty();

    Path mappings() {
        return mappings.orElseGet(() -> beside("mappings"));
    }

    Path routes() {
        return routes.orElseGet(() -> beside("routes"));
    }

    private static Path beside(String name) {
        return Path.of(System.getProperty("schakel.root", "")).resolve(name);
    }
}
