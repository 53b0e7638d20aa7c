package nl.schakel.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.directory.Directory;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.AddressedReferral;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.SealedMessage;
import nl.schakel.seal.Sealer;
import nl.schakel.transition.Transition;
import nl.schakel.translate.OutboundContext;

/**
 * Releases a referral to one receiver: law and consent decide inside the transaction that commits the sending, at every
 * attempt anew.
 */
final class Release {
    /** What a receiver's format has no place for, and the reason that its sender is told. */
    private static final Map<ProblemCode, String> WITHOUT_PLACE =
            Map.of(ProblemCode.BSN_REQUIRED, "geen-bsn", ProblemCode.LABEL_WITHOUT_PLACE, "geen-plaats");

    private final Reading reading;
    private final Directory directory;
    private final Clearance clearance;
    private final Sealer sealer;
    private final GatewayName gateway;
    private final Transition loop;

    Release(
            Reading reading,
            Directory directory,
            Clearance clearance,
            Sealer sealer,
            GatewayName gateway,
            Transition loop) {
        this.reading = reading;
        this.directory = directory;
        this.clearance = clearance;
        this.sealer = sealer;
        this.gateway = gateway;
        this.loop = loop;
    }

    Prepared prepare(WorkItem item, Ledger ledger) {
        PartnerId receiver = item.destination().orElseThrow();
        ReferralReference reference = item.reference().orElseThrow();
        Step<MinimisedReferral> minimised = reading.again(ledger.message(item.inboxId()))
                .then(valid -> clearance.of(valid, receiver, ledger.now()));
        if (item.stored().isPresent()) {
            return minimised.fold(
                    still -> new Prepared.Send(item.stored().get()), problem -> park(item, ledger, problem));
        }
        return minimised
                .map(allowed -> traced(allowed, reference, receiver, ledger))
                .then(directory::address)
                .then(addressed -> document(addressed, item, ledger)
                        .then(document -> Disclosure.lastLook(addressed.minimised(), document)))
                .map(document -> translated(document, reference, receiver, ledger))
                .then(sealer::seal)
                .map(message -> SentNames.remember(outgoing(message), item, ledger))
                .fold(outgoing -> new Prepared.Send(outgoing), problem -> park(item, ledger, problem));
    }

    private static MinimisedReferral traced(
            MinimisedReferral allowed, ReferralReference reference, PartnerId receiver, Ledger ledger) {
        Optional<PartnerId> partner = Optional.of(receiver);
        ledger.trace(
                reference,
                "consent",
                partner,
                "permitted",
                PermittedWords.released(allowed) + " [" + allowed.consented().policy() + "]");
        if (!allowed.withheld().isEmpty()) {
            ledger.trace(reference, "disclosure", partner, "withheld", PermittedWords.withheld(allowed));
        }
        return allowed;
    }

    private Step<OutboundDocument> document(AddressedReferral addressed, WorkItem item, Ledger ledger) {
        UUID taskId = UUID.fromString(item.subject());
        ReferralReference reference = item.reference().orElseThrow();
        long version = ledger.tasks(reference).stream()
                .filter(task -> task.id().equals(taskId))
                .findFirst()
                .orElseThrow()
                .version();
        OutboundContext context = new OutboundContext(
                item.id().toString(),
                reference,
                taskId,
                version,
                ledger.now(),
                gateway.id(),
                gateway.name(),
                gateway.baseUrl());
        return reading.translator(ledger.message(item.inboxId()))
                .then(translator -> translator.toPartner(addressed, context));
    }

    private static OutboundDocument translated(
            OutboundDocument document, ReferralReference reference, PartnerId receiver, Ledger ledger) {
        ledger.trace(reference, "translate", Optional.of(receiver), "written", "by " + document.mapping());
        return document;
    }

    static Outgoing outgoing(SealedMessage sealed) {
        OutboundDocument document = sealed.document();
        return new Outgoing(
                document.messageId(),
                document.delivery().channel(),
                document.mediaType(),
                document.bytes(),
                sealed.jws());
    }

    private Prepared park(WorkItem item, Ledger ledger, Problem problem) {
        ledger.trace(item.reference().orElseThrow(), "release", item.destination(), "stopped", problem.sentence());
        if (problem.code() == ProblemCode.NOTHING_TO_RELEASE) {
            return new Prepared.Done("nothing-to-release");
        }
        Optional.ofNullable(WITHOUT_PLACE.get(problem.code())).ifPresent(reason -> undelivered(reason, item, ledger));
        return new Prepared.Park(problem);
    }

    /** Waiting does not help here: the sender hears at once, with the reason that says which other way there is. */
    private void undelivered(String reason, WorkItem item, Ledger ledger) {
        ReferralReference reference = item.reference().orElseThrow();
        Step<String> told = Changes.apply(
                loop.undelivered(Changes.state(reference, ledger), UUID.fromString(item.subject()), reason),
                "undelivered",
                item.inboxId(),
                reference,
                ledger);
        told.fold(done -> done, problem -> {
            ledger.trace(reference, "transition", item.destination(), "noted", problem.sentence());
            return "noted";
        });
    }
}
