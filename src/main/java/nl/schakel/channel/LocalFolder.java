package nl.schakel.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** A folder on a disk of this machine. Not safe for use by several threads. */
final class LocalFolder implements DropFolder {
    private final Path folder;
    /** A name that is no text in this machine's character set can be found again by its path alone. */
    private final Map<String, Path> listed = new HashMap<>();

    LocalFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public boolean isThere() {
        return Files.isDirectory(folder);
    }

    @Override
    public Map<String, Look> list(Predicate<String> meant, int atMost) throws IOException {
        Map<String, Look> lying = new LinkedHashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> meant.test(name(file)))) {
            for (Path file : files) {
                if (lying.size() == atMost) {
                    break;
                }
                Optional<Look> look = lying.containsKey(name(file)) ? Optional.empty() : at(file);
                look.ifPresent(seen -> {
                    lying.put(name(file), seen);
                    listed.put(name(file), file);
                });
            }
        }
        return lying;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    @Override
    public Optional<Look> look(String name) throws IOException {
        return at(path(name));
    }

    private static Optional<Look> at(Path file) throws IOException {
        try {
            return Optional.of(Look.at(file));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private Path path(String name) {
        Path known = listed.get(name);
        return known == null ? folder.resolve(name) : known;
    }

    @Override
    public Optional<byte[]> read(String name, int limit) throws IOException {
        try (InputStream bytes = Files.newInputStream(path(name), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(bytes.readNBytes(limit + 1));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** Written aside, forced to the disk, moved in one step, and the folder forced too. */
    @Override
    public void place(String name, byte[] bytes) throws IOException {
        Path aside = folder.resolve("." + UUID.randomUUID() + ".part");
        try {
            write(aside, bytes);
            Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            force();
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    @Override
    public boolean move(String name, DropFolder to, String as) throws IOException {
        try {
            Files.move(path(name), Path.of(to.at(as)), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    @Override
    public void force() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public String at(String name) {
        return path(name).toString();
    }
}
