package nl.schakel.pipeline;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.schakel.directory.Directory;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.journal.Dossier.DecisionRow;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Clearance.Cleared;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.AddressedReferral;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.SealedMessage;
import nl.schakel.seal.Sealer;
import nl.schakel.transition.Transition;
import nl.schakel.translate.OutboundContext;
import nl.schakel.translate.json.StrictJson;

/**
 * Releases a referral to one receiver: law and consent decide inside the transaction that commits the sending, at every
 * attempt anew, while nobody can record or withdraw anything about this client.
 */
final class Release {
    /** What a receiver's format has no place for, and the reason that its sender is told. */
    private static final Map<ProblemCode, String> WITHOUT_PLACE =
            Map.of(ProblemCode.BSN_REQUIRED, "geen-bsn", ProblemCode.LABEL_WITHOUT_PLACE, "geen-plaats");

    private final Reading reading;
    private final Amendments amendments;
    private final Directory directory;
    private final Clearance clearance;
    private final Dossiers dossiers;
    private final Families families;
    private final Looks looks;
    private final Sealer sealer;
    private final GatewayName gateway;
    private final Transition loop;
    private final FamilyNumbers numbers;
    private final ClosedParts parts;

    Release(
            Reading reading,
            Amendments amendments,
            Directory directory,
            Clearance clearance,
            Dossiers dossiers,
            Families families,
            Looks looks,
            Sealer sealer,
            GatewayName gateway,
            Transition loop,
            FamilyNumbers numbers,
            ClosedParts parts) {
        this.reading = reading;
        this.amendments = amendments;
        this.directory = directory;
        this.clearance = clearance;
        this.dossiers = dossiers;
        this.families = families;
        this.looks = looks;
        this.sealer = sealer;
        this.gateway = gateway;
        this.loop = loop;
        this.numbers = numbers;
        this.parts = parts;
    }

    Prepared prepare(WorkItem item, Ledger ledger) {
        PartnerId receiver = item.destination().orElseThrow();
        Optional<String> ended = ended(item, ledger);
        if (ended.isPresent()) {
            return over(ended.get(), item, ledger);
        }
        return dossiers.of(ledger.dossier(), item.reference().orElseThrow())
                .then(file -> amendments
                        .current(item, ledger)
                        .then(valid -> families.of(valid, file, ledger)
                                .then(household -> clearance
                                        .decide(
                                                valid,
                                                receiver,
                                                household,
                                                ledger.now(),
                                                looks.at(item.reference().orElseThrow(), receiver, ledger.dossier()))
                                        .map(cleared -> new Due(cleared, household)))))
                .fold(
                        due -> item.stored().isPresent()
                                ? again(due.cleared(), item, ledger)
                                : first(due, item, ledger),
                        problem -> park(item, ledger, problem));
    }

    /** What may go, and who is one family with the client. */
    private record Due(Cleared cleared, Household household) {}

    /** While this waited its sender took the request back, or its receiver closed the task: it stops here, and its bytes with it. */
    private static Optional<String> ended(WorkItem item, Ledger ledger) {
        return ledger.tasks(item.reference().orElseThrow()).stream()
                .filter(task -> task.id().toString().equals(item.subject()))
                .map(Ledger.TaskRow::status)
                .filter(status -> !Transition.runs(status))
                .findFirst();
    }

    private static Prepared over(String status, WorkItem item, Ledger ledger) {
        boolean takenBack = Transition.isTakenBack(status);
        ledger.trace(
                item.reference().orElseThrow(),
                "release",
                item.destination(),
                "withdrawn",
                takenBack
                        ? "the sender took the referral back before this left"
                        : "the task was " + status + " before this left");
        return new Prepared.Withdrawn(takenBack ? "withdrawn" : "closed");
    }

    private Prepared first(Due due, WorkItem item, Ledger ledger) {
        Cleared cleared = due.cleared();
        DecisionRow decision = decided(
                cleared,
                cleared.released(),
                dossiers.content(cleared, item.reference().orElseThrow(), ledger),
                item,
                ledger);
        return cleared.minimised()
                .map(allowed -> traced(allowed, decision, item, ledger))
                .then(allowed -> parts.close(allowed, item.destination().orElseThrow(), "urn:uuid:" + item.id()))
                .then(left -> addressed(left, isFurther(item, ledger)))
                .then(addressed -> document(addressed, due.household(), item, ledger)
                        .then(document -> Disclosure.lastLook(addressed.minimised(), document)))
                .map(document -> translated(document, item, ledger))
                .then(sealer::seal)
                .map(message -> SentNames.remember(outgoing(message), item, ledger))
                .fold(outgoing -> new Prepared.Send(outgoing), problem -> park(item, ledger, problem));
    }

    private Step<AddressedReferral> addressed(MinimisedReferral left, boolean further) {
        return directory.address(further ? left : left.forTheFirstTime(), further);
    }

    /**
     * The exact bytes of an earlier attempt go again only while everything in them may still go. Otherwise they are
     * thrown away, and what is left goes as a message of its own: under the old id the receiver would get other bytes.
     */
    private Prepared again(Cleared cleared, WorkItem item, Ledger ledger) {
        Optional<Problem> look = cleared.stopped()
                .or(() -> parts.ready(item.destination().orElseThrow()).fold(ready -> Optional.empty(), Optional::of));
        if (look.isPresent()) {
            return park(item, ledger, look.get());
        }
        Optional<DecisionRow> earlier = ledger.dossier().decisionOf(item.id());
        Optional<Set<Category>> inside = earlier.map(DecisionRow::released);
        Set<Category> now = cleared.released();
        Set<Category> mayStand = new HashSet<>(now);
        // What was deleted since may have arrived: those bytes go again, and the deletion follows them.
        mayStand.addAll(cleared.deleted());
        if (inside.filter(mayStand::containsAll).isPresent()
                && asGuarded(earlier.get(), cleared)
                && !isKeptBackSince(earlier.get(), ledger)) {
            decided(cleared, inside.get(), earlier.get().content(), item, ledger);
            return new Prepared.Send(item.stored().orElseThrow());
        }
        decided(cleared, Set.of(), Optional.empty(), item, ledger);
        Set<Category> gone = inside.orElse(Set.of()).stream()
                .filter(category -> !now.contains(category))
                .collect(Collectors.toUnmodifiableSet());
        ReferralReference reference = item.reference().orElseThrow();
        ledger.trace(
                reference,
                "release",
                item.destination(),
                "withdrawn",
                "no longer released: " + PermittedWords.codes(gone)
                        + "; the bytes of the earlier attempt do not go again");
        // One that was asked for meanwhile will have what is left.
        if (!now.isEmpty()
                && !ledger.dossier().awaits(reference, item.destination().orElseThrow())) {
            ledger.enqueue(
                    WorkItem.Kind.DELIVER,
                    reference,
                    item.inboxId(),
                    item.destination().orElseThrow(),
                    item.subject());
        }
        return new Prepared.Withdrawn("withdrawn");
    }

    /**
     * Protection changes what is inside a category (a telephone becomes the way through the desk), so bytes that were made
     * without it are not those that may go now.
     */
    private static boolean asGuarded(DecisionRow earlier, Cleared cleared) {
        return !isGuarded(cleared.consented().record())
                || StrictJson.readObject(earlier.audit()).fold(Release::isGuarded, unreadable -> false);
    }

    /** Whether a person who let something go said no since: it may be in the bytes that were made. */
    private static boolean isKeptBackSince(DecisionRow earlier, Ledger ledger) {
        return ledger.dossier().looks(earlier.reference()).stream()
                .anyMatch(look -> look.receiver().equals(earlier.receiver())
                        && !look.released()
                        && look.correctedBy().isEmpty()
                        && look.decidedAt().isAfter(earlier.decidedAt()));
    }

    private static boolean isGuarded(Json.Obj decision) {
        return decision.object("question")
                .flatMap(question -> question.object("file"))
                .flatMap(file -> file.get("secretAddress"))
                .map(new Json.Bool(true)::equals)
                .orElse(true);
    }

    private static DecisionRow decided(
            Cleared cleared, Set<Category> inside, Optional<String> content, WorkItem item, Ledger ledger) {
        byte[] audit = cleared.consented().record().utf8();
        DecisionRow decision = new DecisionRow(
                UUID.randomUUID(),
                item.id(),
                item.reference().orElseThrow(),
                item.destination().orElseThrow(),
                ledger.now(),
                cleared.consented().policy(),
                inside,
                content,
                audit,
                Sha256.of(audit));
        ledger.dossier().decided(decision);
        return decision;
    }

    private static MinimisedReferral traced(
            MinimisedReferral allowed, DecisionRow decision, WorkItem item, Ledger ledger) {
        ReferralReference reference = item.reference().orElseThrow();
        ledger.trace(
                reference,
                "consent",
                item.destination(),
                "permitted",
                PermittedWords.released(allowed) + " [" + decision.policy() + "] decision " + decision.id() + " sha256 "
                        + HexFormat.of().formatHex(decision.sha256()));
        if (!allowed.withheld().isEmpty()) {
            ledger.trace(reference, "disclosure", item.destination(), "withheld", PermittedWords.withheld(allowed));
        }
        return allowed;
    }

    /** Whether this receiver has something of this referral already. */
    private static boolean isFurther(WorkItem item, Ledger ledger) {
        ReferralReference reference = item.reference().orElseThrow();
        return !ledger.dossier().amendments(reference).isEmpty()
                && ledger.dossier().released(reference).stream()
                        .anyMatch(d -> Optional.of(d.receiver()).equals(item.destination())
                                && !d.workId().equals(item.id()));
    }

    private Step<OutboundDocument> document(
            AddressedReferral addressed, Household household, WorkItem item, Ledger ledger) {
        UUID taskId = UUID.fromString(item.subject());
        ReferralReference reference = item.reference().orElseThrow();
        List<Ledger.TaskRow> tasks = ledger.tasks(reference);
        long version = tasks.stream()
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
                gateway.baseUrl(),
                numbers.of(addressed.minimised(), item.destination().orElseThrow(), household, ledger));
        return reading.translator(ledger.message(item.inboxId()))
                .then(translator -> translator.toPartner(addressed, context));
    }

    private static OutboundDocument translated(OutboundDocument document, WorkItem item, Ledger ledger) {
        ledger.trace(
                item.reference().orElseThrow(), "translate", item.destination(), "written", "by " + document.mapping());
        return document;
    }

    static Outgoing outgoing(SealedMessage sealed) {
        OutboundDocument document = sealed.document();
        return new Outgoing(
                document.messageId(),
                document.delivery().channel(),
                document.mediaType(),
                sealed.bytes(),
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
        Optional<OnlyFurther> further = OnlyFurther.of(item.subject(), reference, ledger);
        if (further.isPresent()) {
            further.get().tell(reason, item, ledger);
            return;
        }
        Step<String> told = Changes.apply(
                loop.undelivered(Changes.state(reference, ledger), UUID.fromString(item.subject()), reason),
                Changes.UNDELIVERED,
                item.inboxId(),
                reference,
                ledger);
        told.fold(done -> done, problem -> {
            ledger.trace(reference, "transition", item.destination(), "noted", problem.sentence());
            return "noted";
        });
    }
}
