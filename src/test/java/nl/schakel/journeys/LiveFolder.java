package nl.schakel.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks through a folder in which a running gateway works: its database and its doors make files and remove them meanwhile. */
final class LiveFolder {
    private LiveFolder() {}

    /** Every regular file below a folder; what goes while we look is passed by. */
    static List<Path> files(Path root) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                    if (facts.isRegularFile()) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException trouble) throws IOException {
                    return goneOr(file, trouble);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException trouble) throws IOException {
                    return trouble == null ? FileVisitResult.CONTINUE : goneOr(folder, trouble);
                }

                private FileVisitResult goneOr(Path path, IOException trouble) throws IOException {
                    if (trouble instanceof NoSuchFileException && !path.equals(root)) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw trouble;
                }
            });
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
        return found;
    }

    /** A file's bytes; none when it has gone meanwhile. */
    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0];
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** A file's bytes as text, a sign for each byte. */
    static String text(Path file) {
        return new String(bytes(file), StandardCharsets.ISO_8859_1);
    }

    /** All that the gateway of a home logged. */
    static String log(Path home) {
        return files(home.resolve("log")).stream().map(LiveFolder::text).collect(Collectors.joining("\n"));
    }
}
