package nl.schakel.channel;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;

/** A mailbox's password, read at every connection. */
final class MailSecret extends MailAuthenticator {
    private final String user;
    private final Secret secret;

    MailSecret(String user, Secret secret) {
        this.user = user;
        this.secret = secret;
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(user, secret.read());
    }
}
