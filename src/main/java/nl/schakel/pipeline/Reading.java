package nl.schakel.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.identity.Sender;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.Translator;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.validate.Completeness;

/** Source bytes to a valid referral: the same way at the door and later by a worker. */
final class Reading {
    private final Translator translator;
    private final Completeness completeness;
    private final Directory directory;
    private final Doors doors;
    private final Clock clock;
    private final RecentReadings recent = new RecentReadings();

    Reading(Translator translator, Completeness completeness, Directory directory, Doors doors, Clock clock) {
        this.translator = translator;
        this.completeness = completeness;
        this.directory = directory;
        this.doors = doors;
        this.clock = clock;
    }

    /** Reads a message that stands at a door. */
    Step<ValidatedReferral> read(Inbound inbound, Named named, Sender sender) {
        return source(sender.partner(), named, inbound.charset(), inbound.operation(), clock.instant())
                .then(this::read);
    }

    /** Reads an accepted message again, from the stored bytes. */
    Step<ValidatedReferral> again(Ledger.InboxMessage message) {
        return recent.of(message.id())
                .map(Step::next)
                .orElseGet(() -> source(message).then(this::read).map(valid -> recent.keep(message.id(), valid)));
    }

    /** The accepted message as the translator takes it. */
    Step<SourceMessage> source(Ledger.InboxMessage message) {
        Inbound stored = new Inbound(
                message.door(),
                "",
                message.mediaType(),
                Optional.empty(),
                message.bytes(),
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of("X-Request-ID", message.messageId()));
        Partner partner = directory.partner(message.sender()).orElseThrow();
        return doors.name(stored).then(named -> source(partner, named, Optional.empty(), "", message.acceptedAt()));
    }

    private Step<ValidatedReferral> read(SourceMessage source) {
        return translator.toCanonical(source).then(completeness::check);
    }

    private static Step<SourceMessage> source(
            Partner partner, Named named, Optional<String> charset, String operation, Instant receivedAt) {
        String mapping = partner.mappings().get("in");
        if (mapping == null) {
            return Step.stopped(Problem.at(ProblemCode.MAPPING_MISSING, partner.id() + ", mappings.in"));
        }
        Map<String, String> facts = new HashMap<>();
        facts.put("operation", operation);
        facts.put("receivedAt", receivedAt.toString());
        facts.put("messageId", named.messageId());
        return Step.next(new SourceMessage(
                partner.id(), partner.role(), mapping, named.mediaType(), charset, named.readable(), facts));
    }
}
