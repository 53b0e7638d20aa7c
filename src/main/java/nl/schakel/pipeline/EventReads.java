package nl.schakel.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.fhir.Notifications;
import nl.schakel.fhir.SubscriptionView;
import nl.schakel.pipeline.ReadingDesk.Answer;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * How a partner finds out what it missed: {@code $status} and {@code $events} of its one subscription, and {@code $resend} of what
 * stands still. Another's subscription and one that is not there get the same answer.
 */
final class EventReads {
    private static final String JSON = "application/fhir+json";
    private static final String EVENTS = "$events";
    private static final String RESEND = "$resend";
    private static final String SINCE = "eventsSinceNumber";
    private static final String UNTIL = "eventsUntilNumber";
    private static final String CONTENT = "content";
    private static final String COUNT = "_count";
    private static final String EMPTY = "empty";
    private static final String FULL = "full-resource";
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;
    /** So many can be asked for again at once. */
    private static final int RANGE = 1_000;

    private static final Pattern PATH =
            Pattern.compile("Subscription/(?:([A-Za-z0-9.-]{1,64})(?:/(\\$status|\\$events|\\$resend))?|\\$status)");

    private final OwnEvents events;
    private final Notifications notifications;
    private final String baseUrl;
    private final Runnable nudge;
    private final Clock clock;

    EventReads(OwnEvents events, Notifications notifications, String baseUrl, Runnable nudge, Clock clock) {
        this.events = events;
        this.notifications = notifications;
        this.baseUrl = baseUrl;
        this.nudge = nudge;
        this.clock = clock;
    }

    /** Whether this path is about events. */
    static boolean isFor(String path) {
        return path.equals(EVENTS) || PATH.matcher(path).matches();
    }

    Step<Answer> answer(String path, Inbound who, PartnerId partner) {
        if (path.equals(EVENTS)) {
            return list(who, partner);
        }
        Matcher asked = PATH.matcher(path);
        if (!asked.matches()) {
            return Step.stopped(Problem.of(ProblemCode.NOT_FOUND));
        }
        Optional<String> id = Optional.ofNullable(asked.group(1));
        if (id.isEmpty()) {
            return QueryString.of(who, Set.of("id", "status")).map(query -> statusOf(query, partner));
        }
        if (!id.get().equals(OwnEvents.id(partner).toString())) {
            return Step.stopped(Problem.of(ProblemCode.NOT_FOUND));
        }
        return switch (Optional.ofNullable(asked.group(2)).orElse("")) {
            case "$status" -> QueryString.of(who, Set.of("id", "status")).map(ignored -> status(partner));
            case EVENTS -> list(who, partner);
            case RESEND -> resend(who, partner);
            default ->
                QueryString.of(who, Set.of())
                        .map(none -> good(notifications.subscription(events.subscription(partner))));
        };
    }

    private Answer status(PartnerId partner) {
        return good(
                notifications.status(Optional.of(events.subscription(partner)), UUID.randomUUID(), clock.instant()));
    }

    /** Of all that are the caller's, which is one: whose id and status are among those asked for. */
    private Answer statusOf(QueryString query, PartnerId partner) {
        SubscriptionView own = events.subscription(partner);
        List<String> ids = query.all("id");
        List<String> statuses = query.all("status");
        boolean meant = (ids.isEmpty() || ids.contains(own.id().toString()))
                && (statuses.isEmpty() || statuses.contains(own.status()));
        return good(notifications.status(Optional.of(own).filter(one -> meant), UUID.randomUUID(), clock.instant()));
    }

    /** Which events were asked for, and how. */
    private record Wanted(long since, Optional<Long> until, Optional<String> content, int count) {}

    private Step<Answer> list(Inbound who, PartnerId partner) {
        return QueryString.of(who, Set.of(SINCE, UNTIL, CONTENT, COUNT))
                .then(EventReads::wanted)
                .map(wanted -> list(wanted, partner));
    }

    private static Step<Wanted> wanted(QueryString query) {
        return query.number(SINCE, 0, Long.MAX_VALUE)
                .map(since -> since.orElse(1L))
                .then(since -> query.number(UNTIL, since, Long.MAX_VALUE)
                        .then(until -> query.word(CONTENT, Set.of(EMPTY, "id-only", FULL))
                                .then(content -> query.number(COUNT, 1, LARGEST_PAGE)
                                        .map(count -> new Wanted(
                                                since, until, content, Math.toIntExact(count.orElse((long) PAGE)))))));
    }

    private Answer list(Wanted wanted, PartnerId partner) {
        SubscriptionView own = events.subscription(partner);
        long until = Math.min(wanted.until().orElse(own.last()), own.last());
        List<SubscriptionView.Event> page = events.list(partner, wanted.since(), until, wanted.count());
        long last = page.isEmpty() ? until : page.get(page.size() - 1).number();
        Instant now = clock.instant();
        return good(notifications.events(
                own,
                new Notifications.Page(
                        page,
                        address(own, wanted, wanted.since()),
                        last < until ? Optional.of(address(own, wanted, last + 1)) : Optional.empty(),
                        !wanted.content().equals(Optional.of(EMPTY)),
                        wanted.content().equals(Optional.of(FULL))),
                UUID.randomUUID(),
                now));
    }

    private String address(SubscriptionView own, Wanted wanted, long since) {
        return baseUrl + "/Subscription/" + own.id() + "/" + EVENTS + "?" + SINCE + "=" + since
                + wanted.until().map(until -> "&" + UNTIL + "=" + until).orElse("")
                + wanted.content().map(content -> "&" + CONTENT + "=" + content).orElse("")
                + "&" + COUNT + "=" + wanted.count();
    }

    private Step<Answer> resend(Inbound who, PartnerId partner) {
        return QueryString.of(who, Set.of(SINCE, UNTIL))
                .then(query -> query.number(SINCE, 1, Long.MAX_VALUE - RANGE)
                        .then(since -> since.map(Step::next)
                                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, SINCE))))
                        .then(since -> query.number(UNTIL, since, since + RANGE - 1)
                                .map(until -> resend(partner, since, until.orElse(since)))));
    }

    private Answer resend(PartnerId partner, long since, long until) {
        events.subscription(partner);
        OwnEvents.Resent resent = events.again(partner, since, until);
        nudge.run();
        return good(notifications.resent(resent.again(), resent.left()));
    }

    private static Answer good(byte[] body) {
        return new Answer(200, JSON, body, Map.of("Cache-Control", "no-store"));
    }
}
