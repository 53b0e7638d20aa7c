package nl.schakel.channel;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a mail comes from the partner of the mailbox: one author, of the agreed address, and our own mail server has
 * seen by DMARC (RFC 7489) that its domain stands for it. Anybody can write any {@code From}; the topmost {@code
 * Authentication-Results} (RFC 8601) is the one our server put there.
 *
 * @param address of the partner, in lower case
 * @param verifier the name our mail server gives itself in {@code Authentication-Results}
 */
record MailSender(String address, String verifier) {
    /** One result of RFC 8601: a method, perhaps its version, and what came of it. */
    private static final Pattern DMARC =
            Pattern.compile("dmarc\\s*(?:/\\s*\\d+\\s*)?=\\s*([A-Za-z]+)(?![\\w-])", Pattern.CASE_INSENSITIVE);

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
        String[] said = spoken(results[0]).split(";", -1);
        List<Matcher> verdicts = Stream.of(said)
                .skip(1)
                .map(one -> DMARC.matcher(one.strip()))
                .filter(Matcher::lookingAt)
                .toList();
        return verifier.equals(said[0].strip().toLowerCase(Locale.ROOT))
                && verdicts.size() == 1
                && verdicts.get(0).group(1).equalsIgnoreCase("pass");
    }

    /**
     * Without comments, which may stand within one another, and without what is quoted: there our server repeats what the
     * stranger called itself. Nothing where one of them does not end.
     */
    private static String spoken(String results) {
        StringBuilder spoken = new StringBuilder();
        boolean quoted = false;
        int comments = 0;
        for (int i = 0; i < results.length(); i++) {
            char c = results.charAt(i);
            if (c == '\\' && (quoted || comments > 0)) {
                i++;
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
                spoken.append(c);
            } else if (!quoted && (c == '(' || c == ')')) {
                comments += c == '(' ? 1 : -1;
                spoken.append(' ');
            } else if (!quoted && comments == 0) {
                spoken.append(c);
            }
            if (comments < 0) {
                return "";
            }
        }
        return quoted || comments > 0 ? "" : spoken.toString();
    }
}
