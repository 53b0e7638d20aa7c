package nl.schakel.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.identity.Sender;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Deletions;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.MappingVersion;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.ActiveMappings;
import nl.schakel.translate.Translator;
import nl.schakel.translate.csv.CsvReader;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.validate.Completeness;

/** Source bytes to a valid referral: the same way at the door and later by a worker. */
final class Reading {
    private static final String STU3 = "fhir/stu3";
    private static final Set<Envelope.Event> AT_ONCE =
            EnumSet.of(Envelope.Event.ANSWER, Envelope.Event.CONSENT, Envelope.Event.MERGE);

    private final ActiveMappings mappings;
    private final Completeness completeness;
    private final Directory directory;
    private final Doors doors;
    private final Clock clock;
    private final SealedParts sealed;
    private final RecentReadings recent;

    Reading(ActiveMappings mappings, Completeness completeness, Directory directory, Doors doors, Clock clock) {
        this.mappings = mappings;
        this.completeness = completeness;
        this.directory = directory;
        this.doors = doors;
        this.clock = clock;
        this.sealed = new SealedParts(directory);
        this.recent = new RecentReadings(clock);
    }

    /**
     * Reads a message that stands at a door. One that only lacks codes in our tables is no fault of its sender: it is
     * taken and waits. An answer, a consent and a merge take effect at once and therefore cannot wait.
     */
    Step<AtDoor> read(Inbound inbound, Named named, Sender sender) {
        Translator translator = mappings.translator();
        Instant receivedAt = clock.instant();
        return FhirOperation.takes(inbound.operation(), named)
                .then(taken -> inShape(taken, sender.partner(), inbound.door()))
                .then(fits -> source(
                        sender.partner(), inbound.door(), fits, inbound.charset(), inbound.operation(), receivedAt))
                .map(source -> fromItsFile(source, inbound))
                .then(source -> translator
                        .toCanonical(source)
                        .then(read -> completeness
                                .check(read)
                                .then(sealed::check)
                                .then(sealed::addressed)
                                .map(valid -> new AtDoor(
                                        valid.referral().envelope(),
                                        new MappingVersion(read.mapping(), translator.set()),
                                        consents(valid),
                                        FamilyClaims.in(valid),
                                        EndedNumber.of(valid),
                                        true,
                                        valid.referral().deletions(),
                                        valid.referral().isProtected(),
                                        lasting(valid, inbound, receivedAt))))
                        .fold(Step::next, problem -> waiting(translator, source, problem)));
    }

    /** Who speaks STU3 is not held to the shape of R4. What was accepted once is not held to it again. */
    static Step<Named> inShape(Named named, Partner partner, String door) {
        boolean older = partner.mappingIn(door)
                .filter(family -> family.startsWith(STU3))
                .isPresent();
        return named.misfit()
                .filter(misfit -> !older)
                .<Step<Named>>map(Step::stopped)
                .orElseGet(() -> Step.next(named));
    }

    /** A row of a file is named as the sender counts it, so that a refusal leads to the right line. */
    private static SourceMessage fromItsFile(SourceMessage source, Inbound inbound) {
        String row = inbound.headers().get(CsvReader.ROW);
        if (row == null) {
            return source;
        }
        Map<String, String> facts = new HashMap<>(source.facts());
        facts.put(CsvReader.ROW, row);
        return new SourceMessage(
                source.sender(),
                source.senderRole(),
                source.mapping(),
                source.mediaType(),
                source.charset(),
                source.bytes(),
                facts);
    }

    private static Step<AtDoor> waiting(Translator translator, SourceMessage source, Problem problem) {
        if (problem.gaps().isEmpty()) {
            return Step.stopped(problem);
        }
        return translator
                .outside(source)
                .then(outside -> AT_ONCE.contains(outside.envelope().event())
                        ? Step.stopped(problem)
                        : Step.next(new AtDoor(
                                outside.envelope(),
                                new MappingVersion(outside.mapping(), translator.set()),
                                List.of(),
                                Optional.empty(),
                                List.of(),
                                false,
                                Deletions.NONE,
                                new Referral(outside.envelope(), List.of()).isProtected(),
                                Optional.empty())));
    }

    /**
     * The stored message gives the same reading, but for what only its door knew: its row in a file, the task that a patch
     * was for, and the moment it came, which is what a message was made at that says nothing of that.
     */
    private static Optional<ValidatedReferral> lasting(ValidatedReferral valid, Inbound inbound, Instant receivedAt) {
        boolean byItself = !inbound.headers().containsKey(CsvReader.ROW) && !TaskPatch.is(inbound);
        boolean datesItself = !valid.referral().envelope().created().equals(receivedAt);
        return byItself && datesItself ? Optional.of(valid) : Optional.empty();
    }

    /** A message was accepted: whoever works on it soon need not read it again. */
    void accepted(AtDoor read) {
        recent.keep(read);
    }

    /** What the client says in this message about their data. */
    static List<Json.Obj> consents(ValidatedReferral valid) {
        return valid.referral().items().stream()
                .filter(item -> item.resourceType().equals("Consent"))
                .map(InformationItem::resource)
                .toList();
    }

    /** Reads an accepted message again, from the stored bytes and with the mappings it was accepted with. */
    Step<ValidatedReferral> again(Ledger.InboxMessage message) {
        return recent.of(message)
                .map(Step::next)
                .orElseGet(() -> translator(message)
                        .then(translator -> source(message).then(translator::toCanonical))
                        .then(completeness::check)
                        .then(sealed::check)
                        .map(valid -> recent.keep(message, valid)));
    }

    /** The mappings that this message keeps. */
    Step<Translator> translator(Ledger.InboxMessage message) {
        return mappings.translator(message.mappingSet())
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.MAPPING_MISSING)
                        .seen("a set of mappings that is no longer kept: " + message.mappingSet())));
    }

    /** Which message it is; empty where its door has no kinds, or it cannot be named any more. */
    Optional<String> kind(Ledger.InboxMessage message) {
        return doors.name(stored(message)).fold(named -> Optional.of(named.kind()), problem -> Optional.empty());
    }

    /** The accepted message as the translator takes it. */
    Step<SourceMessage> source(Ledger.InboxMessage message) {
        Partner partner = directory.partner(message.sender()).orElseThrow();
        return doors.name(stored(message))
                .then(named -> source(partner, message.door(), named, Optional.empty(), "", message.acceptedAt()));
    }

    private static Inbound stored(Ledger.InboxMessage message) {
        return new Inbound(
                message.door(),
                "",
                message.mediaType(),
                Optional.empty(),
                message.bytes(),
                "",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of("X-Request-ID", message.messageId()));
    }

    static Step<SourceMessage> source(
            Partner partner, String door, Named named, Optional<String> charset, String operation, Instant receivedAt) {
        Optional<String> mapping = partner.mappingIn(door);
        if (mapping.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.MAPPING_MISSING, partner.id() + ", mappings.in"));
        }
        Map<String, String> facts = new HashMap<>();
        facts.put("operation", operation);
        facts.put("receivedAt", receivedAt.toString());
        facts.put("messageId", named.messageId());
        Optional.ofNullable(partner.identifiers().get("gemeentecode"))
                .ifPresent(code -> facts.put("gemeentecode", code));
        return Step.next(new SourceMessage(
                partner.id(), partner.role(), mapping.get(), named.mediaType(), charset, named.readable(), facts));
    }
}
