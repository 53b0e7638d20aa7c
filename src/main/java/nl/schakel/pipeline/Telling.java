package nl.schakel.pipeline;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.directory.Directory;
import nl.schakel.journal.Dossier.NoticeRow;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.seal.Sealer;
import nl.schakel.translate.StatusNotice;
import nl.schakel.translate.tree.SourceMessage;

/** Tells a partner in its own format that something changed: the ward by RRI^I12, a shelter by a Task. */
final class Telling {
    /** After these somebody must act: a person tells them where their format cannot. How far another is, is no such word. */
    private static final Set<String> OWED = Set.of("rejected", "failed", "cancelled", "on-hold");

    private final Reading reading;
    private final Directory directory;
    private final Sealer sealer;
    private final GatewayName gateway;
    private final Conflicts conflicts;

    Telling(Reading reading, Directory directory, Sealer sealer, GatewayName gateway, Conflicts conflicts) {
        this.reading = reading;
        this.directory = directory;
        this.sealer = sealer;
        this.gateway = gateway;
        this.conflicts = conflicts;
    }

    Prepared prepare(WorkItem item, Ledger ledger) {
        return conflicts
                .reachable(item.destination().orElseThrow(), ledger)
                .fold(partner -> reachable(item, ledger), problem -> park(item, ledger, problem));
    }

    private Prepared reachable(WorkItem item, Ledger ledger) {
        if (Notices.id(item.subject()).isEmpty() && hasNothing(item, ledger)) {
            ledger.trace(
                    item.reference().orElseThrow(),
                    "tell",
                    item.destination(),
                    "withdrawn",
                    "nothing of this referral went there");
            return new Prepared.Withdrawn("has-nothing");
        }
        if (item.stored().isPresent()) {
            return new Prepared.Send(item.stored().get());
        }
        return Notices.id(item.subject())
                .map(id -> notice(id, item, ledger))
                .orElseGet(() -> word(item, ledger))
                .then(sealer::seal)
                .map(message -> SentNames.remember(Release.outgoing(message), item, ledger))
                .fold(outgoing -> new Prepared.Send(outgoing), problem -> park(item, ledger, problem));
    }

    /**
     * That somebody was to be referred is itself a word about them. It stands behind what was to be delivered, so what went
     * is known by now.
     */
    private static boolean hasNothing(WorkItem item, Ledger ledger) {
        PartnerId partner = item.destination().orElseThrow();
        ReferralReference reference = item.reference().orElseThrow();
        return !partner.equals(ledger.transition(reference).sender())
                && !partner.equals(ledger.message(item.inboxId()).sender())
                && ledger.dossier().released(reference).stream()
                        .noneMatch(decision -> decision.receiver().equals(partner));
    }

    private Step<OutboundDocument> word(WorkItem item, Ledger ledger) {
        Optional<Ledger.InboxMessage> answered = answered(item, ledger);
        return delivery(item, answered).then(delivery -> document(delivery, answered, item, ledger));
    }

    /** A notice is a task of its own: who finishes it has acknowledged it. */
    private Step<OutboundDocument> notice(UUID id, WorkItem item, Ledger ledger) {
        PartnerId partner = item.destination().orElseThrow();
        NoticeRow notice = ledger.dossier().notice(id, partner).orElseThrow();
        StatusNotice told = new StatusNotice(
                item.id().toString(),
                notice.reference(),
                notice.id(),
                NoticeTask.VERSION,
                NoticeTask.REQUESTED,
                Optional.of(notice.kind()),
                Optional.empty(),
                Optional.empty(),
                ledger.now(),
                Optional.empty(),
                gateway.baseUrl(),
                Optional.of(notice.taskId()),
                notice.categories().stream().map(Category::code).sorted().toList());
        return directory
                .statusDelivery(partner)
                .then(delivery -> reading.translator(ledger.message(item.inboxId()))
                        .then(translator -> translator.statusToPartner(delivery, told)));
    }

    /** What this partner itself sent and now hears about: the message that caused the word, else its request. */
    private static Optional<Ledger.InboxMessage> answered(WorkItem item, Ledger ledger) {
        PartnerId partner = item.destination().orElseThrow();
        Ledger.InboxMessage cause = ledger.message(item.inboxId());
        if (cause.sender().equals(partner)) {
            return Optional.of(cause);
        }
        Ledger.TransitionRow row = ledger.transition(item.reference().orElseThrow());
        return row.request().filter(request -> partner.equals(row.sender())).map(ledger::message);
    }

    /** In the language in which it sent; a receiver that sent nothing is told by its first way out. */
    private Step<Delivery> delivery(WorkItem item, Optional<Ledger.InboxMessage> answered) {
        PartnerId partner = item.destination().orElseThrow();
        return answered.map(message -> directory.statusDelivery(
                        partner,
                        message.door(),
                        reading.kind(message).orElse(""),
                        Word.read(item.subject()).status()))
                .orElseGet(() -> directory.statusDelivery(partner));
    }

    private Step<OutboundDocument> document(
            Delivery delivery, Optional<Ledger.InboxMessage> answered, WorkItem item, Ledger ledger) {
        ReferralReference reference = item.reference().orElseThrow();
        Ledger.TransitionRow row = ledger.transition(reference);
        Word word = Word.read(item.subject());
        long version = ledger.tasks(reference).stream()
                .filter(task -> task.id().equals(word.taskId()))
                .mapToLong(Ledger.TaskRow::version)
                .findFirst()
                .orElse(1);
        StatusNotice notice = new StatusNotice(
                item.id().toString(),
                reference,
                word.taskId(),
                version,
                word.status(),
                word.reason(),
                // What its sender calls a referral is for that sender: it may say where the client is.
                row.senderReference().filter(number -> partnerOf(item).equals(row.sender())),
                row.exitDate(),
                ledger.now(),
                answered.flatMap(this::original),
                gateway.baseUrl());
        return reading.translator(ledger.message(item.inboxId()))
                .then(translator -> translator.statusToPartner(delivery, notice));
    }

    private static PartnerId partnerOf(WorkItem item) {
        return item.destination().orElseThrow();
    }

    /** The partner's own message, so that the answer can name its ids; it was readable when it was accepted. */
    private Optional<SourceMessage> original(Ledger.InboxMessage message) {
        return reading.source(message).fold(Optional::of, problem -> Optional.empty());
    }

    private static Prepared park(WorkItem item, Ledger ledger, Problem problem) {
        ledger.trace(item.reference().orElseThrow(), "tell", item.destination(), "stopped", problem.sentence());
        if (Notices.id(item.subject()).isPresent()) {
            // Somebody must tell them another way, and say so.
            return new Prepared.Park(problem);
        }
        boolean wordless =
                problem.code() == ProblemCode.MAPPING_MISSING || problem.code() == ProblemCode.ENDPOINT_MISSING;
        if (wordless && !OWED.contains(Word.read(item.subject()).status())) {
            return new Prepared.Withdrawn("cannot-be-told");
        }
        return new Prepared.Park(problem);
    }
}
