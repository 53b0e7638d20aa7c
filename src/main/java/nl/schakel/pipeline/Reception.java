package nl.schakel.pipeline;

import java.util.Optional;
import java.util.function.Supplier;
import nl.schakel.identity.Doorkeeper;
import nl.schakel.identity.Sender;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Journal;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: who sent this, can it be read, is it complete; then one transaction, then the answer.
 *
 * <p>Everything that can be said about a message by itself is said here, while the sender is still on the line; where it
 * may go is the worker's matter.
 */
final class Reception implements FrontDesk {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Doors doors;
    private final Doorkeeper doorkeeper;
    private final Reading reading;
    private final Journal journal;
    private final StreamKey streamKey;
    private final Receipts receipts;
    private final Answers answers;
    private final OwnTasks tasks;
    private final HighWater highWater;
    private final Hall hall;
    private final Runnable accepted;

    Reception(
            Doors doors,
            Doorkeeper doorkeeper,
            Reading reading,
            Journal journal,
            StreamKey streamKey,
            Receipts receipts,
            Answers answers,
            OwnTasks tasks,
            HighWater highWater,
            Hall hall,
            Runnable accepted) {
        this.doors = doors;
        this.doorkeeper = doorkeeper;
        this.reading = reading;
        this.journal = journal;
        this.streamKey = streamKey;
        this.receipts = receipts;
        this.answers = answers;
        this.tasks = tasks;
        this.highWater = highWater;
        this.hall = hall;
        this.accepted = accepted;
    }

    @Override
    public Received receive(Inbound inbound) {
        return answered(inbound, () -> {
            Step<Named> named = doors.name(inbound);
            Step<Sender> sender = named.then(n -> doorkeeper.identify(n.claims(inbound)));
            Optional<PartnerId> who = sender.fold(s -> Optional.of(s.partner().id()), problem -> Optional.empty());
            return sender.then(s -> named.then(n -> take(inbound, n, s)))
                    .fold(received -> received, problem -> turnAway(inbound, who, problem));
        });
    }

    /** One message whose sender is known: out of its file, or fetched from it by the gateway. */
    Received receive(Inbound inbound, Sender sender) {
        return answered(
                inbound,
                () -> doors.name(inbound)
                        .then(named -> take(inbound, named, sender))
                        .fold(
                                received -> received,
                                problem -> turnAway(
                                        inbound, Optional.of(sender.partner().id()), problem)));
    }

    private Received answered(Inbound inbound, Supplier<Received> taking) {
        try {
            return taking.get();
        } catch (JournalUnavailable unavailable) {
            LOG.warn("journal unavailable door={}", inbound.door(), unavailable);
            return refusal(inbound, Problem.of(ProblemCode.JOURNAL_UNAVAILABLE));
        } catch (RuntimeException defect) {
            // The outermost door: the sender gets an answer and keeps the message; the type alone is logged, never text
            // that might quote it.
            LOG.error(
                    "defect door={} type={} at={}",
                    inbound.door(),
                    defect.getClass().getName(),
                    Defects.place(defect));
            return refusal(inbound, Problem.of(ProblemCode.DEFECT));
        }
    }

    private Step<Received> take(Inbound inbound, Named named, Sender sender) {
        if (doors.of(inbound.door()).isOnlyATry(named)) {
            return Step.next(new Received.Tried());
        }
        return TaskPatch.is(inbound)
                ? whole(inbound, named, sender).then(task -> read(inbound, task, sender))
                : read(inbound, named, sender);
    }

    /** A patch of a task that is there and the sender's own, as the Task that it makes. */
    private Step<Named> whole(Inbound inbound, Named patch, Sender sender) {
        return TaskVersion.task(inbound.operation())
                .flatMap(id -> tasks.task(id, sender.partner().id()))
                .map(task -> Step.next(patch.with(TaskPatch.of(task.reference(), patch.readable()))))
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
    }

    private Step<Received> read(Inbound inbound, Named named, Sender sender) {
        return reading.read(inbound, named, sender)
                .fold(
                        read -> accept(inbound, named, sender, found(read)),
                        problem -> earlier(inbound, named, sender, problem));
    }

    /** What was accepted once gets the same answer for ever, also when the mappings of today would refuse it. */
    private Step<Received> earlier(Inbound inbound, Named named, Sender sender, Problem problem) {
        return journal.earlier(sender.partner().id(), named.messageId(), inbound.bytes())
                .map(accepted -> Step.next(answered(inbound, sender, accepted)))
                .orElseGet(() -> Step.stopped(problem));
    }

    /** An answer that names the message it answers is about the referral that this message was about. */
    private AtDoor found(AtDoor read) {
        Envelope envelope = read.envelope();
        boolean mayAnswer = envelope.event() == Envelope.Event.ANSWER || envelope.event() == Envelope.Event.NOTE;
        return mayAnswer && envelope.about().isEmpty()
                ? envelope.senderReference()
                        .flatMap(number -> journal.sentAs(envelope.sender(), number))
                        .map(read::about)
                        .orElse(read)
                : read;
    }

    private Step<Received> accept(Inbound inbound, Named named, Sender sender, AtDoor read) {
        Optional<Problem> behind = highWater.refusal(read.envelope());
        if (behind.isPresent()) {
            return earlier(inbound, named, sender, behind.get());
        }
        return answers.effect(inbound, named, read).map(effect -> {
            Acceptance acceptance = receipts.acceptance(inbound, read, streamKey, sender.keys(), effect)
                    .following(follow(read));
            Accepted answer = journal.accept(acceptance);
            if (answer instanceof Accepted.Committed committed && !committed.repeated()) {
                reading.accepted(read);
            }
            return answered(inbound, sender, answer);
        });
    }

    /** A worker would read the stored message again; where that gives what was read here, nobody has to. */
    private Optional<Acceptance.Follow> follow(AtDoor read) {
        return read.lasting().map(valid -> (item, ledger) -> hall.follow(item, valid, ledger));
    }

    private Received answered(Inbound inbound, Sender sender, Accepted answer) {
        if (answer instanceof Accepted.Committed committed) {
            if (!committed.repeated()) {
                accepted.run();
            }
            return new Received.Taken(
                    committed.reference(),
                    committed.receipt().answer(),
                    committed.receipt().jws(),
                    committed.repeated(),
                    doors.of(inbound.door()).etag(inbound, committed.receipt().answer()));
        }
        return turnAway(inbound, Optional.of(sender.partner().id()), ((Accepted.Refused) answer).problem());
    }

    /** Notes a refusal and words it. */
    Received turnAway(Inbound inbound, Optional<PartnerId> sender, Problem problem) {
        journal.refused(sender, inbound.door(), problem);
        LOG.info(
                "refused door={} sender={} code={}",
                inbound.door(),
                sender.map(PartnerId::value).orElse("-"),
                problem.code().id());
        return refusal(inbound, problem);
    }

    private Received refusal(Inbound inbound, Problem problem) {
        return new Received.Refused(problem, doors.refused(inbound, problem));
    }

    @Override
    public byte[] refuse(String door, Problem problem) {
        try {
            journal.refused(Optional.empty(), door, problem);
        } catch (JournalUnavailable unavailable) {
            LOG.warn("journal unavailable door={}", door, unavailable);
        }
        return doors.refused(door, problem);
    }
}
