package nl.schakel.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import nl.schakel.directory.Agreement;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.fhir.Notifications;
import nl.schakel.fhir.SubscriptionView;
import nl.schakel.journal.Beats;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.Sent;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.seal.Sealer;
import nl.schakel.translate.OwnWord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells partners that want it, when there was nothing for them for a while, how many events there were, so that they notice a
 * gap and a silence alike. It goes as any message goes, sealed and through the partner's channel with its limits; it is no
 * work, counts as no attempt and can park nothing.
 */
final class Heartbeats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final String JSON = "application/fhir+json";
    private static final String KIND = "schakel/heartbeat";
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** So much later than agreed it may come: a tenth. */
    private static final int LOOKS = 10;
    /** So many partners may be slow to take theirs before another's is late. */
    private static final int CALLERS = 4;

    private final Directory directory;
    private final Beats beats;
    private final OwnEvents events;
    private final Notifications notifications;
    private final Sealer sealer;
    private final BackDoor backDoor;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Executor callers;
    private final Set<PartnerId> called = ConcurrentHashMap.newKeySet();
    private final Map<PartnerId, Instant> looks = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Heartbeats(
            Directory directory,
            Beats beats,
            OwnEvents events,
            Notifications notifications,
            Sealer sealer,
            BackDoor backDoor,
            MeterRegistry meters,
            Clock clock,
            Executor callers) {
        this.directory = directory;
        this.beats = beats;
        this.events = events;
        this.notifications = notifications;
        this.sealer = sealer;
        this.backDoor = backDoor;
        this.meters = meters;
        this.clock = clock;
        this.callers = callers;
    }

    /** Daemons, as few as are needed: none where nobody wants a heartbeat. */
    static ExecutorService callers() {
        return Executors.newFixedThreadPool(CALLERS, work -> daemon(work, "heartbeat-call"));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    Heartbeats started() {
        if (directory.partners().stream().anyMatch(partner -> wanted(partner).isPresent())) {
            daemon(this::rounds, "heartbeat").start();
        }
        return this;
    }

    private void rounds() {
        try {
            while (!ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                guarded(this::round);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever is due is called by a thread of its own; nobody twice at a time. */
    void round() {
        for (Partner partner : directory.partners()) {
            wanted(partner)
                    .filter(heartbeat -> isTime(partner.id(), heartbeat) && called.add(partner.id()))
                    .ifPresent(heartbeat -> callers.execute(() -> {
                        try {
                            guarded(() -> beat(partner, heartbeat));
                        } finally {
                            called.remove(partner.id());
                        }
                    }));
        }
    }

    /** Who wants one a day need not be looked at every other second. */
    private boolean isTime(PartnerId partner, Agreement.Heartbeat heartbeat) {
        Instant now = clock.instant();
        Instant next = looks.getOrDefault(partner, Instant.MIN);
        if (now.isBefore(next)) {
            return false;
        }
        looks.put(partner, now.plus(heartbeat.every().dividedBy(LOOKS)));
        return true;
    }

    private Optional<Agreement.Heartbeat> wanted(Partner partner) {
        return directory.agreement(partner.id()).flatMap(Agreement::heartbeat);
    }

    // What goes wrong once must not end all that follow.
    @SuppressWarnings("CatchThrowable")
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (JournalUnavailable away) {
            LOG.debug("The journal is away; readiness says so");
        } catch (RuntimeException | Error defect) {
            LOG.error("A heartbeat failed: {}", defect.getClass().getName());
        }
    }

    private void beat(Partner partner, Agreement.Heartbeat heartbeat) {
        Optional<ChannelUse> channel = partner.channel(heartbeat.channel());
        if (channel.isEmpty()) {
            return;
        }
        SubscriptionView now = events.subscription(partner.id());
        if (beats.isDue(partner.id(), heartbeat.every())) {
            settle(partner.id(), send(now, partner.id(), channel.get()));
        }
    }

    private Sent send(SubscriptionView now, PartnerId partner, ChannelUse channel) {
        UUID id = UUID.randomUUID();
        byte[] bytes = notifications.heartbeat(now, id, clock.instant());
        return sealer.seal(OwnWord.of(delivery(partner, channel), id.toString(), JSON, bytes))
                .map(Release::outgoing)
                .fold(outgoing -> backDoor.send(partner, outgoing), Sent.NotDelivered::new);
    }

    private static Delivery delivery(PartnerId partner, ChannelUse channel) {
        return new Delivery(partner, channel.name(), KIND, channel.sealed(), channel.form());
    }

    private void settle(PartnerId partner, Sent sent) {
        if (sent instanceof Sent.Delivered) {
            count(partner, "taken");
            beats.heard(partner);
        } else if (!isOurs(sent)) {
            count(partner, "failed");
            if (beats.failed(partner)) {
                LOG.warn(
                        "partner={} takes no heartbeat: {}",
                        partner,
                        sent.getClass().getSimpleName());
            }
        }
    }

    /** That all of its connections were in use says that it gets something. */
    private static boolean isOurs(Sent sent) {
        return sent instanceof Sent.NotDelivered failed && failed.problem().code() == ProblemCode.BUSY;
    }

    private void count(PartnerId partner, String outcome) {
        meters.counter("schakel.heartbeat", "partner", partner.value(), "outcome", outcome)
                .increment();
    }

    @Override
    public void close() {
        ended.countDown();
        if (callers instanceof ExecutorService own) {
            own.shutdownNow();
        }
    }
}
