package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.directory.Directory;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.transition.Transition;

/** Decides what follows from an accepted message: whom to ask, or whom to tell. */
final class Routing {
    /** FHIR Task status of what was just asked. */
    private static final String REQUESTED = "requested";
    /** A transition of which only an exit date is known. */
    private static final String DRAFT = "draft";

    private final Reading reading;
    private final Directory directory;
    private final Transition loop;
    private final GivenUp givenUp;
    private final Consents consents;
    private final Protections protections;
    private final Amendments amendments;
    private final Presumptions presumptions;
    private final Reconsideration reconsideration;
    private final Conflicts conflicts;
    private final FamilyClaims families;

    Routing(
            Reading reading,
            Directory directory,
            Transition loop,
            Consents consents,
            Protections protections,
            Amendments amendments,
            Presumptions presumptions,
            Reconsideration reconsideration,
            Conflicts conflicts,
            FamilyClaims families) {
        this.reading = reading;
        this.directory = directory;
        this.loop = loop;
        this.givenUp = new GivenUp(loop);
        this.consents = consents;
        this.protections = protections;
        this.amendments = amendments;
        this.presumptions = presumptions;
        this.reconsideration = reconsideration;
        this.conflicts = conflicts;
        this.families = families;
    }

    /** Looks again at a request that is routed already, or decides what follows from a message. */
    Prepared route(WorkItem item, Ledger ledger) {
        if (item.subject().equals(WorkItem.KIN)) {
            return kin(ledger);
        }
        if (GivenUp.is(item)) {
            return new Prepared.Done(givenUp.follow(item, ledger));
        }
        boolean again = item.subject().equals(Reconsideration.SUBJECT);
        if (again && isErased(item, ledger)) {
            return reconsideration
                    .lookAtErased(item, ledger)
                    .fold(
                            outcome -> new Prepared.Done(outcome),
                            problem -> stopped(item.reference().orElseThrow(), ledger, problem));
        }
        return route(
                item,
                again ? amendments.current(item, ledger) : reading.again(ledger.message(item.inboxId())),
                again,
                ledger);
    }

    /** Of what has ended the payload goes after a while; what was decided about it stays. */
    private static boolean isErased(WorkItem item, Ledger ledger) {
        return !Transition.runs(
                        ledger.transition(item.reference().orElseThrow()).status())
                && ledger.message(item.inboxId()).bytes().length == 0;
    }

    /** What follows from a message while it is accepted, as it was read at its door. */
    Prepared route(WorkItem item, ValidatedReferral read, Ledger ledger) {
        return route(item, Step.next(read), false, ledger);
    }

    private Prepared route(WorkItem item, Step<ValidatedReferral> valid, boolean again, Ledger ledger) {
        if (item.reference().isEmpty()) {
            return new Prepared.Done("nothing-runs");
        }
        ReferralReference reference = item.reference().get();
        if (again && !Transition.runs(ledger.transition(reference).status())) {
            presumptions.end(reference, ledger);
        }
        return valid.then(read -> again
                        ? reconsideration.look(read, item, ledger)
                        : recorded(read, item, ledger)
                                .then(whole -> follow(whole, item, reference, ledger))
                                .map(outcome -> returned(outcome, item, reference, ledger)))
                .fold(outcome -> new Prepared.Done(outcome), problem -> stopped(reference, ledger, problem));
    }

    /** Something about this client may change what the others of the family may have where: each is looked at on its own. */
    private static Prepared kin(Ledger ledger) {
        for (TieRow tie : ledger.dossier().ties()) {
            if (tie.holds()) {
                Consents.lookAgain(Optional.empty(), ledger.dossier(tie.kin()));
            }
        }
        return new Prepared.Done("kin");
    }

    /** iWmo wants to hear that its message could be processed. */
    private String returned(String outcome, WorkItem item, ReferralReference reference, Ledger ledger) {
        Ledger.InboxMessage message = ledger.message(item.inboxId());
        boolean owed = ReturnMessages.mayBeOwedTo(message)
                && reading.kind(message).filter(ReturnMessages::areOwedTo).isPresent();
        if (owed) {
            ledger.tasks(reference).stream()
                    .findFirst()
                    .ifPresent(task -> ledger.enqueue(
                            WorkItem.Kind.TELL,
                            reference,
                            item.inboxId(),
                            message.sender(),
                            new Word(task.id(), ReturnMessages.RECEIVED, Optional.empty()).subject()));
        }
        return outcome;
    }

    /** A message that waited for codes could not be understood when it was accepted; now it can. */
    private Step<ValidatedReferral> recorded(ValidatedReferral valid, WorkItem item, Ledger ledger) {
        if (valid.referral().isProtected()) {
            protections.heard(valid.referral().envelope().sender(), item.inboxId(), ledger);
        }
        List<Json.Obj> said = Reading.consents(valid);
        if (said.isEmpty() || ledger.dossier().holdsConsentsOf(item.inboxId())) {
            return Step.next(valid);
        }
        Envelope envelope = valid.referral().envelope();
        return consents.record(envelope, said, item.inboxId(), item.reference(), ledger)
                .map(Step::<ValidatedReferral>stopped)
                .orElse(Step.next(valid));
    }

    private Step<String> follow(ValidatedReferral valid, WorkItem item, ReferralReference reference, Ledger ledger) {
        Envelope envelope = valid.referral().envelope();
        return switch (envelope.event()) {
            case REFERRAL, DISCHARGE, DISCHARGE_CANCELLED ->
                Transition.runs(ledger.transition(reference).status())
                        ? moved(valid, item, reference, ledger)
                        : ended(item, envelope, reference, ledger);
            case UPDATE, NOTE -> {
                int changed = amendments.apply(
                        envelope, valid.referral().deletions(), item.inboxId(), item.reference(), ledger);
                yield Step.next(changed == 0 ? "noted" : "amended");
            }
            case ADMISSION, ANSWER, WITHDRAWAL, MERGE, CONSENT -> Step.next("noted");
        };
    }

    /** What moves a referral that runs. */
    private Step<String> moved(ValidatedReferral valid, WorkItem item, ReferralReference reference, Ledger ledger) {
        Envelope envelope = valid.referral().envelope();
        return switch (envelope.event()) {
            case DISCHARGE ->
                Changes.apply(
                        loop.exitDateSet(
                                Changes.state(reference, ledger),
                                envelope.exitDate().orElseThrow()),
                        "exit-date",
                        item.inboxId(),
                        reference,
                        ledger);
            case DISCHARGE_CANCELLED ->
                Changes.apply(
                        loop.dischargeCancelled(Changes.state(reference, ledger)),
                        "discharge-cancelled",
                        item.inboxId(),
                        reference,
                        ledger);
            default -> asked(valid, item, reference, ledger);
        };
    }

    private Step<String> asked(ValidatedReferral valid, WorkItem item, ReferralReference reference, Ledger ledger) {
        Envelope envelope = valid.referral().envelope();
        return directory
                .candidates(valid)
                .then(candidates -> conflicts.askable(candidates, envelope, ledger))
                .map(candidates -> {
                    presumptions.record(candidates, item.inboxId(), reference, ledger);
                    families.follow(ledger);
                    Families.tell(ledger);
                    return ask(candidates, item.inboxId(), envelope, reference, ledger);
                });
    }

    /**
     * Before this could be followed its sender took the referral back, or all who were asked said how it ended. Who asked
     * once more meanwhile, and is not the one who ended it, hears that nobody was asked.
     */
    private static Step<String> ended(WorkItem item, Envelope envelope, ReferralReference reference, Ledger ledger) {
        Ledger.TransitionRow row = ledger.transition(reference);
        ledger.trace(
                reference,
                "route",
                Optional.empty(),
                "ended-already",
                "it had ended (" + row.status() + ") before this could be followed");
        if (envelope.event() == Envelope.Event.REFERRAL && !Transition.isTakenBack(row.status())) {
            ledger.enqueue(
                    WorkItem.Kind.TELL,
                    reference,
                    item.inboxId(),
                    row.sender(),
                    new Word(item.inboxId(), "failed", Optional.of(GivenUp.NOT_DELIVERED)).subject());
        }
        return Step.next("ended-already");
    }

    private static String ask(
            List<Candidate> candidates, UUID inboxId, Envelope envelope, ReferralReference reference, Ledger ledger) {
        Ledger.TransitionRow row = ledger.transition(reference);
        Ledger.TransitionRow asked = new Ledger.TransitionRow(
                reference,
                row.sender(),
                envelope.senderReference().or(row::senderReference),
                Optional.of(inboxId),
                DRAFT.equals(row.status()) ? REQUESTED : row.status(),
                row.custodian(),
                envelope.exitDate().or(row::exitDate),
                row.version());
        if (!asked.equals(row)) {
            ledger.save(asked);
        }
        List<Ledger.TaskRow> known = ledger.tasks(reference);
        for (Candidate candidate : candidates) {
            ask(candidate, known, inboxId, reference, ledger);
        }
        return "asked";
    }

    private static void ask(
            Candidate candidate, List<Ledger.TaskRow> known, UUID inboxId, ReferralReference reference, Ledger ledger) {
        UUID taskId = known.stream()
                .filter(task -> task.receiver().equals(candidate.receiver()))
                .findFirst()
                .map(Ledger.TaskRow::id)
                .orElseGet(() -> created(candidate, reference, ledger));
        ledger.trace(
                reference,
                "directory",
                Optional.of(candidate.receiver()),
                "asked",
                candidate.need().map(Need::code).orElse("desk") + " by circle " + candidate.circle() + " for "
                        + candidate.purpose().code());
        ledger.enqueue(WorkItem.Kind.DELIVER, reference, inboxId, candidate.receiver(), taskId.toString());
    }

    private static UUID created(Candidate candidate, ReferralReference reference, Ledger ledger) {
        UUID id = UUID.randomUUID();
        ledger.save(new Ledger.TaskRow(
                id, reference, candidate.receiver(), candidate.need(), REQUESTED, Optional.empty(), 0));
        return id;
    }

    private static Prepared stopped(ReferralReference reference, Ledger ledger, Problem problem) {
        ledger.trace(reference, "route", Optional.empty(), "stopped", problem.sentence());
        return new Prepared.Park(problem);
    }
}
