package nl.schakel.channel;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folders of one partner. It writes to {@code in} and reads {@code out}; {@code taken} and {@code refused} stand
 * beside them and are ours, so that nobody can put a link in the place of one.
 *
 * @param in where the partner puts files
 * @param out where it finds receipts and answers
 * @param taken what is being worked on, under our own names
 * @param refused what a person of the partner must look at
 */
record DropPlaces(Path in, Path out, Path taken, Path refused) {

    static DropPlaces beside(Path in) {
        return new DropPlaces(in, in.resolveSibling("out"), in.resolveSibling("taken"), in.resolveSibling("refused"));
    }

    /** Whose turn it is to look, when several gateways share the folders: locked while one looks. */
    Path turn() {
        return taken.resolveSibling(".turn");
    }

    /** Makes what is ours and missing; each must be a folder and no link to one. */
    void ready() throws IOException {
        make(taken);
        make(refused);
        for (Path place : new Path[] {in, out, taken, refused}) {
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException("of a partner");
            }
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
