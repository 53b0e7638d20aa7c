package nl.schakel.channel;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.Seals;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.MailConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of {@code mail-in}. What is accepted is deleted, what is refused is moved to another folder of the mailbox for a
 * person, and what cannot be accepted now stays where it is. None of its headers becomes a header of the exchange, where
 * one named {@code moveTo} would be obeyed: Camel fills them in even for a mail that stays an object.
 */
final class MailPickup implements Processor {
    /** Folder of the mailbox. */
    static final String REFUSED = "Geweigerd";

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
        exchange.getIn().removeHeaders("*");
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
        MailBytes bytes = new MailBytes(FileKind.MAIL.limit());
        Optional<Problem> tooLarge = fetched(mail, bytes);
        Inbound file = inbound(bytes.taken(), new PartnerId(exchange.getProperty("partner", String.class)));
        if (tooLarge.isPresent()) {
            return desk.refuse(file, tooLarge.get());
        }
        MailSender sender = new MailSender(
                exchange.getProperty("sender", String.class), exchange.getProperty("verifier", String.class));
        return sender.sent(mail)
                ? desk.receive(file, rest::isAsked)
                : desk.refuse(file, Problem.of(ProblemCode.SENDER_UNKNOWN));
    }

    private static Optional<Problem> fetched(Message mail, MailBytes into) throws IOException, MessagingException {
        try {
            mail.writeTo(into);
            return Optional.empty();
        } catch (MailBytes.TooMany tooMany) {
            return Optional.of(
                    Problem.of(ProblemCode.TOO_LARGE).expected("at most " + FileKind.MAIL.limit() + " bytes"));
        }
    }

    private static Inbound inbound(byte[] bytes, PartnerId owner) {
        return new Inbound(
                "mail",
                "",
                FileKind.MAIL.mediaType(),
                Optional.empty(),
                bytes,
                "127.0.0.1",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of(),
                Optional.of(owner));
    }
}
