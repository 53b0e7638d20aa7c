package nl.schakel.pipeline;

import java.util.Optional;
import nl.schakel.journal.Acceptance;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.transition.Transition;

/** What takes effect while a message is accepted: a receiver's answer, and what a client wants with their data. */
final class Answers {
    private final Transition loop;
    private final Consents consents;
    private final Protections protections;
    private final Amendments amendments;
    private final Conflicts conflicts;
    private final FamilyClaims families;
    private final Merges merges;

    Answers(
            Transition loop,
            Consents consents,
            Protections protections,
            Amendments amendments,
            Conflicts conflicts,
            FamilyClaims families,
            Merges merges) {
        this.loop = loop;
        this.consents = consents;
        this.protections = protections;
        this.amendments = amendments;
        this.conflicts = conflicts;
        this.families = families;
        this.merges = merges;
    }

    Step<Optional<Acceptance.Effect>> effect(Inbound inbound, Named named, AtDoor read) {
        Step<Optional<Acceptance.Effect>> own = own(inbound, named, read)
                .map(then -> read.family()
                        .filter(said -> read.envelope().event() == Envelope.Event.REFERRAL)
                        .map(said -> families.effect(read.envelope(), said, then))
                        .or(() -> then));
        return read.secret()
                ? own.map(then ->
                        Optional.of(new Protecting(protections, read.envelope().sender(), then)))
                : own;
    }

    private Step<Optional<Acceptance.Effect>> own(Inbound inbound, Named named, AtDoor read) {
        Envelope envelope = read.envelope();
        if (!inbound.door().equals("fhir") && envelope.answer().isPresent() && isAboutSomething(envelope)) {
            return Step.next(
                    Optional.of(new Reporting(loop, conflicts, envelope, ReturnMessages.areOwedTo(named.kind()))));
        }
        if (envelope.event() == Envelope.Event.MERGE) {
            return Step.next(Optional.of(merges.effect(envelope, read.ended())));
        }
        if (envelope.event() != Envelope.Event.ANSWER) {
            Optional<Acceptance.Effect> said = read.consents().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Recording(consents, envelope, read.consents()));
            return Step.next(
                    amends(envelope)
                            ? Optional.of(new Amending(
                                    amendments,
                                    loop,
                                    envelope,
                                    read.deletions(),
                                    place(inbound),
                                    read.readable(),
                                    said))
                            : said);
        }
        return version(inbound)
                .map(of -> Optional.of(new Answering(
                        loop,
                        conflicts,
                        of,
                        envelope.sender(),
                        envelope.answer().orElseThrow())));
    }

    private static boolean amends(Envelope envelope) {
        return Amendments.are(envelope.event()) || envelope.event() == Envelope.Event.WITHDRAWAL;
    }

    /** Where a message of this door names the sender's own referral. */
    private static String place(Inbound inbound) {
        return inbound.mediaType().equals("application/hl7-v2") ? "RF1-6" : "the sender's number of the referral";
    }

    /** An answer must name its referral; the journal refuses one that does not. A note that names none changes nothing. */
    private static boolean isAboutSomething(Envelope envelope) {
        return envelope.event() == Envelope.Event.ANSWER || envelope.about().isPresent();
    }

    private static Step<TaskVersion> version(Inbound inbound) {
        if (TaskVersion.task(inbound.operation()).isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "Task.id"));
        }
        if (inbound.ifMatch().isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.IF_MATCH_MISSING, "If-Match"));
        }
        return TaskVersion.of(inbound)
                .map(Step::next)
                .orElseGet(() -> Step.stopped(
                        Problem.at(ProblemCode.VALUE_INVALID, "If-Match").expected("an ETag such as W/\"3\"")));
    }
}
