package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import nl.schakel.pipeline.Explaining;
import nl.schakel.referral.Step;
import picocli.CommandLine.Option;

/** Where the basis commands find the policy and the partners that a gateway would load. */
final class BasisFolders {
    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "The mappings folder with the policy (default: mappings beside the launcher).")
    private Optional<Path> mappings = Optional.empty();

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder with partners and circles (default: routes beside the launcher).")
    private Optional<Path> routes = Optional.empty();

    Step<Explaining> load() throws IOException {
        return Explaining.load(
                mappings.orElseGet(() -> MapFolders.beside("mappings")),
                routes.orElseGet(() -> MapFolders.beside("routes")));
    }
}
