package nl.schakel.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What was taken out of a partner's folder and is not settled yet. A file is moved here in one step under a name of our
 * own: from then on nobody can put another in its place, and after a crash it is found here again.
 */
final class TakenFiles {
    private final DropPlaces places;

    TakenFiles(DropPlaces places) {
        this.places = places;
    }

    /** Moves a file here with a copy of its seal; empty when its sender took it back a moment ago. */
    Optional<Path> take(Steadiness.Whole whole) throws IOException {
        String id = UUID.randomUUID().toString();
        Path ours = places.taken()
                .resolve(FileKind.of(whole.file().getFileName().toString()).named(id));
        // The seal first: a copy without its file is thrown away, a file without its seal would be refused.
        if (whole.seal().isPresent()) {
            FileDrop.place(
                    places.taken(),
                    seal(ours).getFileName().toString(),
                    sealText(whole.seal().get()));
        }
        try {
            Files.move(whole.file(), ours, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException takenBack) {
            Files.deleteIfExists(seal(ours));
            return Optional.empty();
        }
        if (whole.seal().isPresent()) {
            Files.deleteIfExists(whole.seal().get());
        }
        return Optional.of(ours);
    }

    /** Longer than any seal is as good as none. */
    private static byte[] sealText(Path seal) throws IOException {
        return read(seal, DoorLimits.HEADER_CHARACTERS);
    }

    /** At most one byte more than the limit, whatever the file's size says. */
    static byte[] read(Path file, int limit) throws IOException {
        try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return bytes.readNBytes(limit + 1);
        }
    }

    static Path seal(Path ours) {
        return ours.resolveSibling(ours.getFileName() + Steadiness.SEAL);
    }

    /** What lies here, the first taken first; seals that lost their file are thrown away. */
    List<Path> unsettled() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(places.taken())) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (name.endsWith(Steadiness.SEAL)) {
                    String stem = name.substring(0, name.length() - Steadiness.SEAL.length());
                    if (!Files.exists(file.resolveSibling(stem), LinkOption.NOFOLLOW_LINKS)) {
                        Files.delete(file);
                    }
                } else if (!name.startsWith(".")) {
                    files.add(file);
                }
            }
        }
        return files.stream().sorted().toList();
    }

    /** Everything of it is in the journal: no copy stays. */
    void finish(Path ours) throws IOException {
        Files.deleteIfExists(seal(ours));
        Files.delete(ours);
        FileDrop.force(places.taken());
    }

    /** A person must look: the file is kept under the id that its receipt names. */
    void setAside(Path ours, String id) throws IOException {
        Path kept = places.refused()
                .resolve(FileKind.of(ours.getFileName().toString()).named(id));
        if (Files.exists(seal(ours), LinkOption.NOFOLLOW_LINKS)) {
            Files.move(seal(ours), seal(kept), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(ours, kept, StandardCopyOption.ATOMIC_MOVE);
        FileDrop.force(places.refused());
        FileDrop.force(places.taken());
    }
}
