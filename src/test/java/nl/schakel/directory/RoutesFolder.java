package nl.schakel.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of routes with the project's schemas, and neither partners nor circles yet. */
public final class RoutesFolder {
    private RoutesFolder() {}

    public static void prepare(Path routes) throws IOException {
        Files.createDirectories(routes.resolve("partners"));
        Files.createDirectories(routes.resolve("circles"));
        for (String schema : List.of("partner.schema.json", "circle.schema.json", "gateway.schema.json")) {
            Files.copy(Path.of("routes", schema), routes.resolve(schema));
        }
    }
}
