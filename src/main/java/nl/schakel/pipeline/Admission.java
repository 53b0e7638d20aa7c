package nl.schakel.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import nl.schakel.identity.Claims;
import nl.schakel.identity.Doorkeeper;
import nl.schakel.journal.DiskRoom;
import nl.schakel.journal.Journal;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.Seals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a sender may hand in one more now. It is asked before anything is parsed, verified or stored, and costs whom the
 * connection belongs to: nobody can spend another's tokens by naming it.
 */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    /** A flood leaves one line a minute and not as many as it has messages. */
    private static final long NOTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** As for a database that is away: it may be over at any moment, and to be turned away costs little. */
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(5);

    private final Doors doors;
    private final Doorkeeper doorkeeper;
    private final Quotas quotas;
    private final Journal journal;
    private final DiskRoom room;
    private final LongSupplier nanos;
    private final Map<Optional<PartnerId>, Long> noted = new ConcurrentHashMap<>();

    Admission(Doors doors, Doorkeeper doorkeeper, Quotas quotas, Journal journal, DiskRoom room, LongSupplier nanos) {
        this.doors = doors;
        this.doorkeeper = doorkeeper;
        this.quotas = quotas;
        this.journal = journal;
        this.room = room;
        this.nanos = nanos;
    }

    /** Why this message cannot come in now, with the time after which it is worth trying; empty when it may. */
    Optional<Problem> refusal(Inbound inbound) {
        return question(inbound).or(() -> full(inbound));
    }

    /** What is left of the disk is for what was accepted. Questions and deliveries go on. */
    private Optional<Problem> full(Inbound inbound) {
        if (!room.isShort()) {
            return Optional.empty();
        }
        Problem problem = Problem.of(ProblemCode.JOURNAL_UNAVAILABLE).again(UNTIL_ROOM);
        note(sender(inbound), inbound.door(), problem);
        return Optional.of(problem);
    }

    /** Why this cannot even be asked now. */
    Optional<Problem> question(Inbound inbound) {
        Optional<PartnerId> sender = sender(inbound);
        return quotas.take(sender).map(wait -> {
            Problem problem = Problem.of(ProblemCode.BUSY)
                    .expected("at most " + quotas.perMinute(sender) + " messages a minute")
                    .again(wait);
            note(sender, inbound.door(), problem);
            return problem;
        });
    }

    /** A file is let in as one; the rest of its rows is paid for before the next. */
    void rows(PartnerId owner, int rows) {
        quotas.spend(owner, rows - 1);
    }

    private Optional<PartnerId> sender(Inbound inbound) {
        boolean known = inbound.owner().isPresent() || !inbound.certificates().isEmpty();
        return known
                ? connected(alone(inbound))
                // Plain MLLP: its first segment and the address it came from are all there is.
                : doors.name(inbound).fold(named -> connected(named.claims(inbound)), problem -> Optional.empty());
    }

    private Optional<PartnerId> connected(Claims claims) {
        return doorkeeper.connected(claims).fold(partner -> Optional.of(partner.id()), problem -> Optional.empty());
    }

    /** The connection without what came over it. */
    static Claims alone(Inbound inbound) {
        return new Claims(
                inbound.door(),
                inbound.remoteAddress(),
                inbound.certificates(),
                Seals.NONE,
                new byte[0],
                Optional.empty(),
                "Task",
                inbound.owner(),
                Optional.ofNullable(inbound.headers().get("Authorization")));
    }

    private void note(Optional<PartnerId> sender, String door, Problem problem) {
        long now = nanos.getAsLong();
        long last = noted.getOrDefault(sender, now - NOTE_NANOS);
        if (now - last < NOTE_NANOS) {
            return;
        }
        noted.put(sender, now);
        LOG.warn(
                "{} door={} sender={} wait={}",
                problem.code().id(),
                door,
                sender.map(PartnerId::value).orElse("-"),
                problem.againSeconds().orElse(0L));
        try {
            journal.refused(sender, door, problem);
        } catch (JournalUnavailable away) {
            LOG.debug("The journal is away; what was turned away stands in the log");
        }
    }
}
