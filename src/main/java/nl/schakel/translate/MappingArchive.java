package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import nl.schakel.referral.Sha256;

/**
 * Every set of mappings that was, or was asked to become, active, a folder each, named by the hash of its content: what was read once can be
 * read the same way again. Written once, never changed.
 */
final class MappingArchive {
    private static final int HASH_BYTES = 8;
    private static final String STAGING = "staging";
    /** Deep enough for {@code system/version/parts/name.yaml} and for the folders of official schemas. */
    private static final int DEPTH = 4;
    /** Proof of a mapping, not part of it. */
    private static final List<String> NOT_MAPPING = List.of("examples", "policy", "disclosure");

    private final Path folder;

    MappingArchive(Path folder) {
        this.folder = folder;
    }

    /** Keeps the set as it stands in this folder now; gives its hash. */
    String keep(Path mappings) {
        try {
            Map<String, byte[]> files = files(mappings);
            String set = hash(files);
            if (!Files.isDirectory(folder.resolve(set))) {
                write(files, set);
            }
            return set;
        } catch (IOException e) {
            throw new UncheckedIOException("The mappings cannot be kept for the messages that are read by them", e);
        }
    }

    /** The folder of a set. */
    Optional<Path> of(String set) {
        return Optional.of(folder.resolve(set)).filter(Files::isDirectory);
    }

    private static Map<String, byte[]> files(Path mappings) throws IOException {
        if (!Files.isDirectory(mappings)) {
            throw new MappingInvalid(mappings.getFileName().toString(), "there is no such folder");
        }
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.find(mappings, DEPTH, (file, facts) -> facts.isRegularFile())) {
            for (Path file : all.filter(f -> isMapping(mappings.relativize(f))).toList()) {
                files.put(mappings.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static boolean isMapping(Path file) {
        for (Path part : file) {
            if (NOT_MAPPING.contains(part.toString())) {
                return false;
            }
        }
        boolean conceptMap = file.startsWith("codes") && file.toString().endsWith(".json");
        return conceptMap || Stream.of(".yaml", ".csv", ".xsd").anyMatch(file.toString()::endsWith);
    }

    private static String hash(Map<String, byte[]> files) {
        MessageDigest digest = Sha256.begun();
        files.forEach((name, content) -> {
            digest.update((name + '\n' + content.length + '\n').getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    /** Moved to its place whole, so that a set that is there is complete. */
    private void write(Map<String, byte[]> files, String set) throws IOException {
        Files.createDirectories(folder);
        Path staged = Files.createTempDirectory(folder, STAGING);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = staged.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        try {
            Files.move(staged, folder.resolve(set), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException sameContent) {
            // Somebody else kept the same set in the same moment.
        }
    }
}
