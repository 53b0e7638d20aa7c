package nl.schakel.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.directory.Agreement;
import nl.schakel.directory.Directory;
import nl.schakel.fhir.SubscriptionView;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Events;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.WorkItem;
import nl.schakel.journal.WorkList;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/**
 * What one partner may know of the events there were for it: that they were, when, and how they stand. Which referral an event
 * is about is said when something of it was released to this partner, and only while it may hear of that client.
 */
final class OwnEvents {
    /** What its receiver may have tried again: its own doing, or what it alone can know. Anything else waits for us. */
    private static final Set<ProblemCode> ITS_OWN =
            Set.of(ProblemCode.PARTNER_REFUSED, ProblemCode.OUTCOME_UNKNOWN, ProblemCode.ATTEMPTS_EXHAUSTED);

    private final Events events;
    private final Journal journal;
    private final Pauses pauses;
    private final WorkList work;
    private final Clients clients;
    private final Conflicts conflicts;
    private final Directory directory;

    OwnEvents(
            Events events,
            Journal journal,
            Pauses pauses,
            WorkList work,
            Clients clients,
            Conflicts conflicts,
            Directory directory) {
        this.events = events;
        this.journal = journal;
        this.pauses = pauses;
        this.work = work;
        this.clients = clients;
        this.conflicts = conflicts;
        this.directory = directory;
    }

    /** The same for ever for one partner; says nothing of it. */
    static UUID id(PartnerId partner) {
        return UUID.nameUUIDFromBytes(("subscription/" + partner).getBytes(StandardCharsets.US_ASCII));
    }

    /** With everything numbered that there is until now. */
    SubscriptionView subscription(PartnerId partner) {
        Optional<ProblemCode> error = error(partner);
        boolean paused = pauses.list().stream().anyMatch(one -> one.partner().equals(partner));
        return new SubscriptionView(
                id(partner),
                paused ? "off" : error.isPresent() ? "error" : "active",
                paused ? Optional.empty() : error,
                events.number(partner),
                directory.agreement(partner).flatMap(Agreement::heartbeat).map(Agreement.Heartbeat::every));
    }

    /** That it is not reached; whoever asked us to wait is in order. */
    private Optional<ProblemCode> error(PartnerId partner) {
        return journal.holds().stream()
                .filter(hold -> hold.partner().equals(partner) && hold.cause() == Journal.Cause.UNREACHABLE)
                .map(hold -> ProblemCode.PARTNER_UNREACHABLE)
                .findFirst();
    }

    List<SubscriptionView.Event> list(PartnerId partner, long since, long until, int most) {
        List<Events.Event> found = events.list(partner, since, until, most);
        Set<UUID> own = events.own(
                partner, found.stream().flatMap(event -> task(event).stream()).toList());
        Map<ReferralReference, Boolean> barred = new HashMap<>();
        return found.stream()
                .map(event -> view(event, isReleased(event, partner, barred), own))
                .toList();
    }

    private static SubscriptionView.Event view(Events.Event event, boolean released, Set<UUID> own) {
        return new SubscriptionView.Event(
                event.number(),
                event.at(),
                event.state().name().toLowerCase(Locale.ROOT),
                task(event).filter(id -> released && own.contains(id)),
                event.reference().filter(known -> released),
                event.messageId().filter(known -> released));
    }

    private boolean isReleased(Events.Event event, PartnerId partner, Map<ReferralReference, Boolean> barred) {
        return event.messageId().isPresent()
                && !event.forgotten()
                && event.reference()
                        .filter(about ->
                                !event.guarded() || !barred.computeIfAbsent(about, client -> isBarred(client, partner)))
                        .isPresent();
    }

    private boolean isBarred(ReferralReference client, PartnerId partner) {
        return clients.with(client, ledger -> conflicts.of(ledger).bars(partner))
                .orElse(true);
    }

    /** The Task or notice that it is about. */
    private static Optional<UUID> task(Events.Event event) {
        if (event.kind() == WorkItem.Kind.DELIVER) {
            return uuid(event.subject());
        }
        return Notices.id(event.subject()).or(() -> uuid(event.subject().split(" ", 2)[0]));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** What came of it: tried again, and left as it is. */
    record Resent(long again, long left) {}

    /**
     * Has what is held for reasons of its receiver's tried again, by the way of every attempt: law and consent decide anew, and what
     * may not go any more does not go.
     */
    Resent again(PartnerId partner, long since, long until) {
        List<Events.Event> asked = events.list(partner, since, until, Math.toIntExact(until - since + 1));
        long again = asked.stream().filter(event -> again(event, partner)).count();
        return new Resent(again, asked.size() - again);
    }

    private boolean again(Events.Event event, PartnerId partner) {
        Optional<String> code = ITS_OWN.stream()
                .map(ProblemCode::id)
                .filter(id -> event.reason()
                        .filter(reason -> reason.startsWith(id + " "))
                        .isPresent())
                .findFirst();
        return event.state() == Events.State.HELD
                && code.isPresent()
                && work.resume(
                        new WorkList.Filter(Optional.of(event.workId()), Optional.of(partner), code, Optional.empty()),
                        new WorkList.Said(partner.value(), "the receiver asked for its event " + event.number()));
    }
}
