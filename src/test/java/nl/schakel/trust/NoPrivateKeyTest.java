package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret and no private key stands in the repository, not even a toy one. */
@Guards(Threat.T23)
class NoPrivateKeyTest {
    private static final Set<String> NOT_OURS = Set.of("target", "var", ".git", "node_modules");
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----\\s+[A-Za-z0-9+/=]{16}|\"d\"\\s*:\\s*\"[A-Za-z0-9_-]{40,}\"");
    private static final Pattern KEY_FILE = Pattern.compile(".*\\.(key|p12|pfx|jks|keystore|der8)");

    @TempDir
    Path elsewhere;

    @Test
    void holdsNoPrivateKey() throws IOException {
        assertThat(keysUnder(Path.of("").toAbsolutePath())).isEmpty();
    }

    @Test
    void findsAKeyWhereThereIsOne() throws IOException {
        KeyFiles.write(
                elsewhere.resolve("a.crt"),
                elsewhere.resolve("a.txt"),
                Workshop.seal().make());
        KeyFiles.write(
                elsewhere.resolve("b.crt"),
                elsewhere.resolve("b.key"),
                Workshop.seal().make());
        assertThat(keysUnder(elsewhere)).hasSize(2);
    }

    private static List<Path> keysUnder(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = !folder.equals(root)
                        && NOT_OURS.contains(folder.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && holdsKey(file)) {
                    found.add(root.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean holdsKey(Path file) {
        try {
            return KEY_FILE.matcher(file.getFileName().toString()).matches()
                    || KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
