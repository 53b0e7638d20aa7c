package nl.schakel.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import nl.schakel.trust.KeyFiles;

/**
 * Anchors and revocation lists as they are known now, to go along with evidence. Whoever verifies it needs anchors of their
 * own; these tell them which.
 *
 * @param anchors certificate files
 * @param folder where revocation lists of our own authority stand
 * @param named revocation lists that are set
 * @param fetched revocation lists that the watch has heard of, PEM: those that certificates name and no file holds
 * @param answers what responders last said about certificates, DER
 */
record TrustFiles(
        List<Path> anchors,
        Path folder,
        List<Path> named,
        Supplier<List<byte[]>> fetched,
        Function<Collection<X509Certificate>, List<byte[]>> answers) {

    List<X509Certificate> certificates() {
        return anchors.stream()
                .filter(Files::exists)
                .flatMap(file -> KeyFiles.certificates(file).stream())
                .toList();
    }

    /** As they are published, PEM. */
    List<byte[]> lists() {
        Stream<byte[]> read = Stream.concat(published().stream(), named.stream())
                .map(file -> file.toAbsolutePath().normalize())
                .distinct()
                .map(TrustFiles::read);
        // The same list may be a file here and have been fetched as well.
        return Stream.concat(read, fetched.get().stream())
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .distinct()
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private List<Path> published() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".crl"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
