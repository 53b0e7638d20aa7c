package nl.schakel.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.egress.Egress;
import nl.schakel.referral.PartnerId;

/** Reads the routes folder: each file alone, then all together. */
final class DirectoryFiles {
    private final Path routes;
    private final Placeholders placeholders;
    private final boolean production;

    private DirectoryFiles(Path routes, Placeholders placeholders, boolean production) {
        this.routes = routes;
        this.placeholders = placeholders;
        this.production = production;
    }

    /** @param production whether nobody who can be called stands on this machine, unless it is listed */
    static Directory read(Path routes, Optional<Map<String, String>> settings, boolean production) {
        if (!Files.isDirectory(routes)) {
            throw DirectoryInvalid.of("routes", "folder", "nothing", "a routes folder");
        }
        return new DirectoryFiles(routes, new Placeholders(settings), production).read();
    }

    private Directory read() {
        Optional<StrictYaml.Read> own = own();
        Optional<Gateway> gateway = own.map(file -> gateway(file.root()));
        List<PartnerFile> partners = valid("partners", "partner.schema.json").stream()
                .map(file -> PartnerFile.of(file, placeholders))
                .toList();
        List<CircleFile> circles = valid("circles", "circle.schema.json").stream()
                .map(CircleFile::of)
                .toList();
        new CrossChecks(gateway, partners, circles).check(routes.resolve("channels"));
        Egress egress = EgressFile.egress(own, production);
        EgressFile.check(egress, partners);
        return new Directory(
                gateway, partners, circles.stream().map(CircleFile::circle).toList(), egress);
    }

    /** What the gateway says of itself. */
    private Optional<StrictYaml.Read> own() {
        if (!Files.exists(routes.resolve("gateway.yaml"))) {
            return Optional.empty();
        }
        StrictYaml.Read file = StrictYaml.read(routes.resolve("gateway.yaml"), "gateway.yaml");
        refuseFindings(Schema.read(routes.resolve("gateway.schema.json")).findings(file));
        return Optional.of(file);
    }

    private static Gateway gateway(JsonNode root) {
        return new Gateway(
                new PartnerId(root.get("id").asText()),
                root.get("name").asText(),
                root.get("oin").asText());
    }

    private List<StrictYaml.Read> valid(String folder, String schemaFile) {
        List<Path> files = yamlFiles(routes.resolve(folder));
        if (files.isEmpty()) {
            return List.of();
        }
        Schema schema = Schema.read(routes.resolve(schemaFile));
        List<StrictYaml.Read> read = new ArrayList<>();
        List<DirectoryInvalid.Finding> findings = new ArrayList<>();
        for (Path path : files) {
            StrictYaml.Read file = StrictYaml.read(path, folder + "/" + path.getFileName());
            findings.addAll(schema.findings(file));
            read.add(file);
        }
        refuseFindings(findings);
        return read;
    }

    private static void refuseFindings(List<DirectoryInvalid.Finding> findings) {
        if (!findings.isEmpty()) {
            throw new DirectoryInvalid(findings);
        }
    }

    /** Sorted by name, so that every machine sees the same order. */
    private static List<Path> yamlFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
