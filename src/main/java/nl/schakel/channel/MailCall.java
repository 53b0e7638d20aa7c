package nl.schakel.channel;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import org.apache.camel.Exchange;

/**
 * Before and after a mail goes out: the document is an attachment under our id, and nothing outside of it says what it
 * is about or whom. That the mail server took it is all that is known then.
 */
final class MailCall {
    private static final String TEXT = "Bijgaand een bericht voor u. Het kenmerk staat in de bijlage; noem alleen dat"
            + " kenmerk als u antwoordt.\r\n";

    private MailCall() {}

    static void request(Exchange exchange) throws MessagingException {
        Outgoing outgoing = exchange.getIn().getBody(Outgoing.class);
        exchange.getIn().removeHeaders("*");
        exchange.setProperty("mail-id", outgoing.messageId());
        exchange.getIn()
                .setBody(mail(
                        outgoing,
                        exchange.getProperty("sender", String.class),
                        exchange.getProperty("recipient", String.class)));
    }

    static void answer(Exchange exchange) {
        String id = exchange.getProperty("mail-id", String.class);
        exchange.getMessage().setBody(new Sent.Delivered(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static MimeMessage mail(Outgoing outgoing, String from, String to) throws MessagingException {
        MimeMessage mail = new Identified(outgoing.messageId(), from);
        mail.setFrom(new InternetAddress(from));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        mail.setSubject("Bericht " + outgoing.messageId(), StandardCharsets.US_ASCII.name());
        MimeMultipart parts = new MimeMultipart();
        MimeBodyPart words = new MimeBodyPart();
        words.setText(TEXT, StandardCharsets.UTF_8.name());
        parts.addBodyPart(words);
        String name = FileDrop.name(outgoing);
        parts.addBodyPart(attachment(name, outgoing.mediaType(), outgoing.bytes()));
        Optional<String> seal = outgoing.jws();
        if (seal.isPresent()) {
            byte[] text = seal.get().getBytes(StandardCharsets.US_ASCII);
            parts.addBodyPart(attachment(name + ".jws", "application/jose", text));
        }
        mail.setContent(parts);
        mail.saveChanges();
        return mail;
    }

    private static MimeBodyPart attachment(String name, String mediaType, byte[] bytes) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, mediaType)));
        part.setFileName(name);
        part.setDisposition(Part.ATTACHMENT);
        part.setHeader("Content-Transfer-Encoding", "base64");
        return part;
    }

    /** The same delivery is the same mail: its id is ours and not made up at every attempt. */
    private static final class Identified extends MimeMessage {
        private final String id;

        Identified(String messageId, String from) {
            super(Session.getInstance(new Properties()));
            this.id = "<" + messageId + from.substring(from.indexOf('@')) + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
