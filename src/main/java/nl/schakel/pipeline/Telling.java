package nl.schakel.pipeline;

import java.util.Optional;
import java.util.UUID;
import nl.schakel.directory.Directory;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.WorkItem;
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
    private final Reading reading;
    private final Directory directory;
    private final Sealer sealer;
    private final GatewayName gateway;

    Telling(Reading reading, Directory directory, Sealer sealer, GatewayName gateway) {
        this.reading = reading;
        this.directory = directory;
        this.sealer = sealer;
        this.gateway = gateway;
    }

    Prepared prepare(WorkItem item, Ledger ledger) {
        if (item.stored().isPresent()) {
            return new Prepared.Send(item.stored().get());
        }
        PartnerId partner = item.destination().orElseThrow();
        return directory
                .statusDelivery(partner)
                .then(delivery -> document(delivery, item, ledger))
                .then(sealer::seal)
                .fold(message -> new Prepared.Send(Release.outgoing(message)), problem -> park(item, ledger, problem));
    }

    private Step<OutboundDocument> document(Delivery delivery, WorkItem item, Ledger ledger) {
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
                row.senderReference(),
                row.exitDate(),
                ledger.now(),
                row.request()
                        .filter(request -> delivery.receiver().equals(row.sender()))
                        .flatMap(request -> original(request, ledger)),
                gateway.baseUrl());
        return reading.translator(ledger.message(item.inboxId()))
                .then(translator -> translator.statusToPartner(delivery, notice));
    }

    /** The sender's own message, so that the answer can name its ids; it was readable when it was accepted. */
    private Optional<SourceMessage> original(UUID inboxId, Ledger ledger) {
        return reading.source(ledger.message(inboxId)).fold(Optional::of, problem -> Optional.empty());
    }

    private static Prepared park(WorkItem item, Ledger ledger, Problem problem) {
        ledger.trace(item.reference().orElseThrow(), "tell", item.destination(), "stopped", problem.sentence());
        if (problem.code() == ProblemCode.MAPPING_MISSING || problem.code() == ProblemCode.ENDPOINT_MISSING) {
            return new Prepared.Done("cannot-be-told");
        }
        return new Prepared.Park(problem);
    }
}
