package nl.schakel.journal.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import nl.schakel.referral.Sha256;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once into a folder that is named after their digest. */
final class Binaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /** The form of the folder's name, by which a running server is known as the product's. */
    static final String NAME = "postgres-[0-9a-f]{16}";

    private Binaries() {}

    /** Returns the folder that holds {@code bin/postgres}; unpacks it when it is not there yet. */
    static Path below(Path folder) throws IOException {
        Path unpacked = folder.resolve("postgres-" + digest().substring(0, 16));
        if (!Files.isDirectory(unpacked)) {
            Files.createDirectories(folder);
            Path fresh = Files.createTempDirectory(folder, "unpacking-");
            unpack(fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            putInPlace(fresh, unpacked);
        }
        return unpacked;
    }

    /** A half unpacked folder never gets the name; when two processes unpack, the first one wins. */
    static void putInPlace(Path fresh, Path unpacked) throws IOException {
        try {
            Files.move(fresh, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException refused) {
            // Which kind it is when another was first depends on the file system.
            if (!Files.isDirectory(unpacked)) {
                throw refused;
            }
            Folders.delete(fresh);
        }
    }

    private static InputStream archive() throws IOException {
        InputStream archive = Binaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new IOException("The class path holds no PostgreSQL for this machine (" + ARCHIVE + ")");
        }
        return archive;
    }

    private static String digest() throws IOException {
        try (InputStream archive = archive()) {
            MessageDigest sha256 = Sha256.begun();
            new DigestInputStream(archive, sha256).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha256.digest());
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream archive = archive();
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("The archive names a file outside its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
