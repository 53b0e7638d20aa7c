package nl.schakel.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** A password in a file that others cannot read; read whenever it is needed, so that it can be changed. */
record Secret(Path file) {

    String read() {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new IllegalStateException("Everybody can read the password file " + file.getFileName());
            }
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The password file " + file.getFileName() + " cannot be read", unreadable);
        }
    }
}
