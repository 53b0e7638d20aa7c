package nl.schakel.journal.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders at once. */
final class Folders {
    private Folders() {}

    static void delete(Path folder) throws IOException {
        for (Path path : below(folder)) {
            Files.deleteIfExists(path);
        }
    }

    /** Gives the folder and all that is in it to this user, when it is not theirs yet. */
    static void give(Path folder, UserPrincipal owner) throws IOException {
        if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            for (Path path : below(folder)) {
                Files.getFileAttributeView(
                                path, java.nio.file.attribute.PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(owner);
            }
        }
    }

    static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** What is inside comes before the folder it is in. */
    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
