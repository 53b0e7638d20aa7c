package nl.schakel.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.referral.ClientIdentity;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.MappingVersion;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Role;

/** Messages, handlers and outcomes to try a journal with. */
public final class Samples {
    static final PartnerId WARD = new PartnerId("ggz-noord");
    static final PartnerId SHELTER = new PartnerId("opvang-demo");
    static final PartnerId DEBTS = new PartnerId("schuldhulp-demo");

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private Samples() {}

    static Acceptance.Receipt receipt(UUID inbox, Optional<ReferralReference> reference, Instant at, byte[] leaf) {
        return new Acceptance.Receipt(("AA " + inbox + " " + at).getBytes(StandardCharsets.UTF_8), "h.p.s-" + inbox);
    }

    /** A stream nobody used before. */
    static byte[] stream() {
        UUID random = UUID.randomUUID();
        return ByteBuffer.allocate(32)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
    }

    static String id() {
        return "M" + COUNTER.incrementAndGet() + "-" + UUID.randomUUID();
    }

    static Message referral() {
        return new Message(Event.REFERRAL, WARD, id(), stream(), Optional.empty(), Optional.empty(), "REFERRAL");
    }

    /** One message; the bytes are its content. */
    public record Message(
            Event event,
            PartnerId sender,
            String id,
            byte[] stream,
            Optional<String> number,
            Optional<ReferralReference> about,
            String content) {

        Message event(Event other) {
            return new Message(other, sender, Samples.id(), stream, number, about, content);
        }

        Message from(PartnerId other) {
            return new Message(event, other, Samples.id(), stream, number, about, content);
        }

        Message next() {
            return new Message(event, sender, Samples.id(), stream, number, about, content);
        }

        Message number(String other) {
            return new Message(event, sender, Samples.id(), stream, Optional.of(other), about, content);
        }

        Message about(ReferralReference other) {
            return new Message(event, sender, Samples.id(), stream, number, Optional.of(other), content);
        }

        public Message content(String other) {
            return new Message(event, sender, id, stream, number, about, other);
        }

        public Acceptance toAccept() {
            return toAccept(Optional.empty());
        }

        public Acceptance toAccept(Optional<Acceptance.Effect> effect) {
            return toAccept(effect, Samples::receipt);
        }

        Acceptance toAccept(Optional<Acceptance.Effect> effect, Acceptance.Receipts receipts) {
            return new Acceptance(
                    envelope(),
                    new MappingVersion("test/1/message@0", "set-1"),
                    stream,
                    "mllp",
                    "x-application/hl7-v2+er7",
                    content.getBytes(StandardCharsets.UTF_8),
                    Optional.empty(),
                    effect,
                    Acceptance.Numbers.NONE,
                    receipts);
        }

        private Envelope envelope() {
            return new Envelope(
                    event,
                    sender,
                    Role.values()[0],
                    id,
                    Instant.now(),
                    new ClientIdentity(Optional.empty(), Optional.of("P1"), Optional.of("GGZ-NOORD")),
                    number,
                    List.of(),
                    Optional.of("0772"),
                    Optional.empty(),
                    Purpose.TRANSITION,
                    Set.of(),
                    Optional.empty(),
                    about,
                    event == Event.ANSWER
                            ? Optional.of(new Envelope.Answer("accepted", Optional.empty()))
                            : Optional.empty(),
                    Set.of());
        }
    }

    /** Terms under which every partner bears the same message twice and a failed call may be repeated at once. */
    static PartnerTerms patient() {
        return partner -> new DeliveryTerms(DeliveryTerms.DeliveryClass.A, List.of(Duration.ZERO), 100);
    }

    /** A handler that routes to these partners and sends a few bytes. */
    static WorkHandler routingTo(PartnerId... partners) {
        return handler((item, ledger) -> {
            if (item.kind() != WorkItem.Kind.ROUTE) {
                return new Prepared.Send(outgoing(item, "bytes"));
            }
            for (PartnerId partner : partners) {
                ledger.enqueue(WorkItem.Kind.DELIVER, item.reference().orElseThrow(), item.inboxId(), partner, "task");
            }
            return new Prepared.Done("routed");
        });
    }

    /** Takes what the relay hands on now. */
    static List<UUID> ready(Journal journal) {
        List<Journal.Ready> all = new ArrayList<>();
        journal.relay(1_000, all::addAll);
        return all.stream().map(Journal.Ready::id).distinct().toList();
    }

    static Outgoing outgoing(WorkItem item, String content) {
        return new Outgoing(
                item.id().toString(),
                "fhir-out",
                "application/fhir+json",
                content.getBytes(StandardCharsets.UTF_8),
                Optional.of("h..s"));
    }

    static Sent.Delivered delivered() {
        return new Sent.Delivered("AA".getBytes(StandardCharsets.UTF_8));
    }

    /** Only the deciding half; these tests send nothing. */
    @FunctionalInterface
    interface Preparing {
        Prepared prepare(WorkItem item, Ledger ledger);
    }

    static WorkHandler handler(Preparing preparing) {
        return new WorkHandler() {
            @Override
            public Prepared prepare(WorkItem item, Ledger ledger) {
                return preparing.prepare(item, ledger);
            }

            @Override
            public Sent send(WorkItem item, Outgoing outgoing) {
                throw new IllegalStateException("Nothing is sent here");
            }
        };
    }
}
