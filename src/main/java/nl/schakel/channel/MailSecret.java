package nl.schakel.channel;

import jakarta.mail.PasswordAuthentication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.apache.camel.component.mail.MailAuthenticator;

/** A mailbox's password out of a file that others cannot read; read at every connection, so that it can be changed. */
final class MailSecret extends MailAuthenticator {
    private final String user;
    private final Path file;

    MailSecret(String user, Path file) {
        this.user = user;
        this.file = file;
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new IllegalStateException("Everybody can read the password file " + file.getFileName());
            }
            return new PasswordAuthentication(user, Files.readString(file).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The password file " + file.getFileName() + " cannot be read", unreadable);
        }
    }
}
