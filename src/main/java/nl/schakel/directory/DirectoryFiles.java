package nl.schakel.directory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the routes folder. */
final class DirectoryFiles {
    private DirectoryFiles() {}

    static Directory read(Path routes, Optional<Map<String, String>> settings) {
        if (!Files.isDirectory(routes)) {
            throw DirectoryInvalid.of(routes.toString(), "folder", "nothing", "a routes folder");
        }
        return new Directory(Optional.empty(), List.of(), List.of());
    }
}
