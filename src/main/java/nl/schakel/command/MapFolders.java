package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.referral.Step;
import picocli.CommandLine.Option;

/** Where the mapping commands find the files that a gateway would load. */
final class MapFolders extends Printed {
    /** One moment for all rehearsals: the same message gives the same bytes. */
    private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "The mappings folder (default: mappings beside the launcher).")
    private Optional<Path> mappings = Optional.empty();

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder with partners and circles (default: routes beside the launcher).")
    private Optional<Path> routes = Optional.empty();

    Path mappings() {
        return mappings.orElseGet(() -> beside("mappings"));
    }

    static Path beside(String name) {
        return Path.of(System.getProperty("schakel.root", "")).resolve(name);
    }

    Step<Rehearsal> load() throws IOException {
        return load(mappings());
    }

    Step<Rehearsal> load(Path other) throws IOException {
        return Rehearsal.load(other, routes.orElseGet(() -> beside("routes")), AT);
    }
}
