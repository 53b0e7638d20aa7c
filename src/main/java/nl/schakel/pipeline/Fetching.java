package nl.schakel.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.identity.Sender;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Sha256;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.translate.json.StrictJson;

/**
 * Fetches the case that a notification speaks about, from the address in the partner file of its sender and from no other:
 * of the address in the message only the case's own id is taken. What is fetched is accepted like any message.
 */
final class Fetching {
    private static final String NOTIFICATION = "notificatie";
    private static final Pattern CASE = Pattern.compile("(?:^|/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?$");
    /** Routing shares its workers among all partners: a slow case system may hold no more than these. */
    private static final int AT_ONCE = 2;

    private static final int SHORT_HASH = 16;

    private final Reading reading;
    private final Directory directory;
    private final BackDoor backDoor;
    private final Supplier<Reception> reception;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /** @param reception found when it is needed: it is made after the hall */
    Fetching(Reading reading, Directory directory, BackDoor backDoor, Supplier<Reception> reception) {
        this.reading = reading;
        this.directory = directory;
        this.backDoor = backDoor;
        this.reception = reception;
    }

    /** What is to be fetched for this message; empty for a message that says everything itself. */
    Optional<Outgoing> wanted(WorkItem item, Ledger ledger) {
        if (item.kind() != WorkItem.Kind.ROUTE) {
            return Optional.empty();
        }
        Ledger.InboxMessage message = ledger.message(item.inboxId());
        return Optional.of(message)
                .filter(said -> said.door().equals("json"))
                .filter(said -> reading.kind(said).filter(NOTIFICATION::equals).isPresent())
                .flatMap(said -> directory.partner(said.sender()).flatMap(Partner::look))
                .flatMap(channel -> caseOf(message).map(id -> outgoing(item, channel, message.sender() + " " + id)));
    }

    private static Outgoing outgoing(WorkItem item, ChannelUse channel, String question) {
        return new Outgoing(
                item.id().toString(),
                channel.name(),
                "text/plain",
                question.getBytes(StandardCharsets.US_ASCII),
                Optional.empty());
    }

    private static Optional<String> caseOf(Ledger.InboxMessage message) {
        return StrictJson.readObject(message.bytes())
                .<Optional<String>>fold(notification -> notification.text("hoofdObject"), problem -> Optional.empty())
                .map(CASE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    /** Asks, and takes in what is answered; safe to be repeated, since the same case has the same id. */
    Sent fetch(Outgoing question) {
        if (!free.tryAcquire()) {
            return new Sent.NotDelivered(Problem.of(ProblemCode.BUSY).seen("other cases are being fetched"));
        }
        try {
            String[] asked = new String(question.bytes(), StandardCharsets.US_ASCII).split(" ", 2);
            PartnerId partner = new PartnerId(asked[0]);
            Sent sent = backDoor.send(
                    partner,
                    new Outgoing(
                            question.messageId(),
                            question.channel(),
                            question.mediaType(),
                            asked[1].getBytes(StandardCharsets.US_ASCII),
                            Optional.empty()));
            return sent instanceof Sent.Delivered fetched ? taken(partner, asked[1], fetched.evidence()) : sent;
        } finally {
            free.release();
        }
    }

    private Sent taken(PartnerId partner, String id, byte[] found) {
        Received received = reception
                .get()
                .receive(
                        inbound(id, found),
                        new Sender(directory.partner(partner).orElseThrow(), Optional.empty()));
        if (received instanceof Received.Taken taken) {
            // The receipt is the evidence; the case itself is kept once, as a message.
            return new Sent.Delivered(taken.receiptJws().getBytes(StandardCharsets.US_ASCII));
        }
        Problem problem = ((Received.Refused) received).problem();
        boolean later = problem.code() == ProblemCode.JOURNAL_UNAVAILABLE;
        return later ? new Sent.NotDelivered(problem) : new Sent.Refused(problem, new byte[0]);
    }

    private static Inbound inbound(String id, byte[] found) {
        return new Inbound(
                "json",
                "",
                "application/json",
                Optional.empty(),
                found,
                "",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of(FhirDoor.REQUEST_ID, id + '@' + Sha256.hex(found).substring(0, SHORT_HASH)));
    }
}
