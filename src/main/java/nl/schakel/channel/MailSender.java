package nl.schakel.channel;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a mail comes from the partner of the mailbox: one author, of the agreed address, and our own mail server has
 * seen by DMARC (RFC 7489) that its domain stands for it. Anybody can write any {@code From}; the topmost {@code
 * Authentication-Results} (RFC 8601) is the one our server put there.
 *
 * @param address of the partner, in lower case
 * @param verifier the name our mail server gives itself in {@code Authentication-Results}
 */
record MailSender(String address, String verifier) {
    private static final Pattern PASSED = Pattern.compile("(^|[;\\s])dmarc\\s*=\\s*pass\\b", Pattern.CASE_INSENSITIVE);

    boolean sent(Message mail) throws MessagingException {
        return isAuthor(mail) && isVouchedFor(mail.getHeader("Authentication-Results"));
    }

    private boolean isAuthor(Message mail) throws MessagingException {
        try {
            Address[] authors = mail.getFrom();
            return authors != null
                    && authors.length == 1
                    && authors[0] instanceof InternetAddress author
                    && address.equals(String.valueOf(author.getAddress()).toLowerCase(Locale.ROOT));
        } catch (AddressException unreadable) {
            return false;
        }
    }

    private boolean isVouchedFor(String @org.jspecify.annotations.Nullable [] results) {
        if (results == null || results.length == 0) {
            return false;
        }
        String[] said = results[0].split(";", 2);
        return said.length == 2
                && verifier.equals(said[0].strip().toLowerCase(Locale.ROOT))
                && PASSED.matcher(said[1].replaceAll("\\([^()]*\\)", " ")).find();
    }
}
