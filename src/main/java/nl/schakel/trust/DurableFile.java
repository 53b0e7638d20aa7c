package nl.schakel.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Writes a file so that after a crash either the old or the whole new one stands there. */
final class DurableFile {
    /** Read and written by the owner alone. */
    static final String SECRET = "rw-------";
    /** Read by everybody. */
    static final String OPEN = "rw-r--r--";

    private DurableFile() {}

    static void write(Path file, byte[] bytes, String permissions) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file stands in a folder");
        Files.createDirectories(folder);
        Path fresh = folder.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var owned = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(fresh, options, owned)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
