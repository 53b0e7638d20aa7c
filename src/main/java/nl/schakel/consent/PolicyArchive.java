package nl.schakel.consent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every policy that was ever decided by, a folder each, named by the hash of its tables. Written once, never changed; a
 * folder whose tables do not have the hash of its name is not there.
 */
public final class PolicyArchive {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;

    public PolicyArchive(Path folder) {
        this.folder = folder;
    }

    /** Keeps this policy; gives its hash. */
    public String keep(LegalBasis basis) {
        String name = basis.sha256();
        try {
            if (!Files.isDirectory(folder.resolve(name))) {
                write(basis.source(), name);
            }
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException("The policy cannot be kept for the decisions that are taken by it", e);
        }
    }

    /**
     * The policy of this hash.
     *
     * @param version name under which the decision recorded it
     */
    public Optional<LegalBasis> of(String sha256, String version) {
        Path kept = folder.resolve(NAME.matcher(sha256).matches() ? sha256 : "none");
        if (!Files.isDirectory(kept)) {
            return Optional.empty();
        }
        try {
            PolicySource source = PolicySource.read(kept, version);
            return Optional.of(source).filter(s -> s.sha256().equals(sha256)).map(LegalBasis::parse);
        } catch (IOException e) {
            throw new UncheckedIOException("The archive of policies cannot be read", e);
        }
    }

    /** Moved to its place whole, so that a policy that is there is complete. */
    private void write(PolicySource source, String name) throws IOException {
        Files.createDirectories(folder);
        Path staged = Files.createTempDirectory(folder, "staging");
        source.write(staged);
        try {
            Files.move(staged, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException sameContent) {
            // Somebody else kept the same policy in the same moment.
        }
    }
}
