package nl.schakel.channel;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * To folders on a disk of this machine, or on one that several gateways share: then one of them looks at a time.
 *
 * @param in the others stand beside it
 */
record LocalWay(Path in) implements DropPlaces.Way {
    /** To the folder that a route names. */
    static LocalWay of(Exchange exchange) {
        return new LocalWay(Path.of(exchange.getProperty("folder", String.class)));
    }

    /** Makes what is ours and missing; each must be a folder and no link to one. Empty while another gateway looks. */
    @Override
    public Optional<DropPlaces> open() throws IOException {
        make(beside("taken"));
        make(beside("refused"));
        for (Path place : List.of(in, beside("out"), beside("taken"), beside("refused"))) {
            if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
                throw new NotDirectoryException("of a partner");
            }
        }
        FileChannel turn = FileChannel.open(beside(".turn"), CREATE, WRITE, NOFOLLOW_LINKS);
        if (isOurs(turn)) {
            return Optional.of(places(turn));
        }
        turn.close();
        return Optional.empty();
    }

    private DropPlaces places(FileChannel turn) {
        return new DropPlaces(
                new LocalFolder(in),
                new LocalFolder(beside("out")),
                new LocalFolder(beside("taken")),
                new LocalFolder(beside("refused")),
                Instant.MAX,
                turn);
    }

    private Path beside(String name) {
        return in.resolveSibling(name);
    }

    /** Held until the channel is closed, or its process ends. */
    private static boolean isOurs(FileChannel turn) throws IOException {
        try {
            return turn.tryLock() != null;
        } catch (OverlappingFileLockException another) {
            return false;
        }
    }

    private static void make(Path folder) throws IOException {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException there) {
            // From an earlier look.
        }
    }
}
