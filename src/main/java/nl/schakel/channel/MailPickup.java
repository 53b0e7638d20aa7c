package nl.schakel.channel;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Properties;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of {@code mail-in}. What is accepted is deleted, what is refused is moved to another folder of the mailbox for a
 * person, and what cannot be accepted now stays where it is. None of its headers becomes a header of the exchange, where
 * one named {@code moveTo} would be obeyed: Camel fills them in, even for a mail that stays an object, as soon as somebody
 * looks at them. Who sent it is read from the bytes that are handed in, never from what the mail server makes of them: a
 * mail that a server cannot summarise would stay, and keep those behind it from being read.
 */
final class MailPickup implements Processor {
    /** Folder of the mailbox. */
    static final String REFUSED = "Geweigerd";

    private static final Session NO_SESSION = Session.getInstance(new Properties());
    private static final Logger LOG = LoggerFactory.getLogger(MailPickup.class);

    private final FileDesk desk;
    private final Rest rest;

    MailPickup(FileDesk desk, Rest rest) {
        this.desk = desk;
        this.rest = rest;
    }

    /** The mail stays and is handed in again at the next look. */
    static final class NotNow extends Exception {
        private static final long serialVersionUID = 1L;

        NotNow(String why) {
            super(why, null, false, false);
        }
    }

    @Override
    public void process(Exchange exchange) throws NotNow, IOException, MessagingException {
        if (rest.isAsked()) {
            throw new NotNow("the house is closing");
        }
        Message mail = (Message) exchange.getIn().getBody();
        exchange.setMessage(new DefaultMessage(exchange.getContext()));
        FileDesk.Outcome outcome = handIn(exchange, mail);
        if (outcome instanceof FileDesk.Later later) {
            throw new NotNow(later.problem().code().id());
        }
        FileDesk.Settled settled = (FileDesk.Settled) outcome;
        if (settled.refused() > 0) {
            exchange.getIn().setHeader(MailConstants.MAIL_MOVE_TO, REFUSED);
        }
        LOG.info(
                "door=mail partner={} file={} taken={} refused={}",
                exchange.getProperty("partner"),
                settled.id(),
                settled.taken(),
                settled.refused());
    }

    private FileDesk.Outcome handIn(Exchange exchange, Message mail) throws IOException, MessagingException {
        BoundedBytes bytes = new BoundedBytes(FileKind.MAIL.limit());
        Optional<Problem> tooLarge = fetched(mail, bytes);
        PartnerId owner = new PartnerId(exchange.getProperty("partner", String.class));
        Inbound file = FileKind.MAIL.collected("mail", owner, bytes.taken(), Optional.empty());
        if (tooLarge.isPresent()) {
            return desk.refuse(file, tooLarge.get());
        }
        MailSender sender = new MailSender(
                exchange.getProperty("sender", String.class), exchange.getProperty("verifier", String.class));
        return sender.sent(new MimeMessage(NO_SESSION, new ByteArrayInputStream(file.bytes())))
                ? desk.receive(file, rest::isAsked)
                : desk.refuse(file, Problem.of(ProblemCode.SENDER_UNKNOWN));
    }

    private static Optional<Problem> fetched(Message mail, BoundedBytes into) throws IOException, MessagingException {
        try {
            mail.writeTo(into);
            return Optional.empty();
        } catch (BoundedBytes.TooMany tooMany) {
            return Optional.of(FileKind.MAIL.tooLarge());
        }
    }
}
