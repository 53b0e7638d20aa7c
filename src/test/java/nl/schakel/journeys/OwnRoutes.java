package nl.schakel.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The routes of the repository in a folder of a test, which changes some of them. */
final class OwnRoutes {
    private OwnRoutes() {}

    static Path in(Path folder) throws IOException {
        Path own = folder.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, own.resolve(Path.of("routes").relativize(file)));
            }
        }
        return own;
    }
}
