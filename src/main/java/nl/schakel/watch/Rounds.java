package nl.schakel.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import nl.schakel.directory.Agreement;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.journal.Alerts.Condition;
import nl.schakel.journal.Backlogs;
import nl.schakel.journal.DiskRoom;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.Pulse;
import nl.schakel.journal.Reconciliation;
import nl.schakel.journal.Reconciliation.Balance;
import nl.schakel.journal.Unanswered;
import nl.schakel.journal.WorkList;
import nl.schakel.referral.PartnerId;

/** One look at everything: what is not as it should be now. */
final class Rounds {
    /** Longer than between two looks, so that no message is in none of them. */
    private static final Duration RECENT = Duration.ofHours(1);

    private static final long MEGABYTE = 1024L * 1024;

    private final Reconciliation reconciliation;
    private final Pulse pulse;
    private final WorkList work;
    private final Pauses pauses;
    private final DiskRoom room;
    private final Backlogs backlogs;
    private final Unanswered unanswered;
    private final Directory directory;
    private final WatchSettings settings;
    private final Clock clock;
    private Instant wholeAt = Instant.MIN;
    /** What the last count of everything found: a count of the last hour does not see what is older. */
    private long lostInWhole;

    Rounds(
            Reconciliation reconciliation,
            Pulse pulse,
            WorkList work,
            Pauses pauses,
            DiskRoom room,
            Backlogs backlogs,
            Unanswered unanswered,
            Directory directory,
            WatchSettings settings,
            Clock clock) {
        this.reconciliation = reconciliation;
        this.pulse = pulse;
        this.work = work;
        this.pauses = pauses;
        this.room = room;
        this.backlogs = backlogs;
        this.unanswered = unanswered;
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a message may be refused by is known before the first round. */
    void begin() {
        backlogs.count(directory::mostWaiting);
    }

    List<Condition> look() {
        Instant now = clock.instant();
        List<Condition> found = new ArrayList<>();
        full().ifPresent(found::add);
        unaccounted(now).ifPresent(found::add);
        unseen().ifPresent(found::add);
        parked(now).forEach(found::add);
        failing().forEach(found::add);
        behind().forEach(found::add);
        silent(now).forEach(found::add);
        unanswered(now).forEach(found::add);
        paused(now).forEach(found::add);
        return found;
    }

    private Optional<Condition> full() {
        return room.isShort()
                ? Optional.of(
                        condition(
                                Kind.FULL,
                                "disk",
                                "less than " + room.reserve() / MEGABYTE
                                        + " MB are free for the database: nothing is accepted"
                                        + " until a quarter more is (senders hear SCH-7001), what was accepted is delivered; make room"))
                : Optional.empty();
    }

    /** A whole count reads everything once; between two of them the last hour is counted, whatever is stored. */
    private Optional<Condition> unaccounted(Instant now) {
        boolean whole = !now.isBefore(wholeAt.plus(settings.whole()));
        Balance balance = whole ? reconciliation.balance() : reconciliation.balance(RECENT);
        if (whole) {
            wholeAt = now;
            lostInWhole = balance.unaccounted();
        }
        long lost = Math.max(balance.unaccounted(), lostInWhole);
        return lost == 0
                ? Optional.empty()
                : Optional.of(condition(
                        Kind.UNACCOUNTED,
                        "journal",
                        lost + " accepted messages are neither open, parked nor done with proof; this must not be:"
                                + " keep the database as it is and report it"));
    }

    private Optional<Condition> unseen() {
        long late = pulse.unseen(settings.unseen());
        return late == 0
                ? Optional.empty()
                : Optional.of(condition(
                        Kind.UNSEEN,
                        "work",
                        late + " items were due more than " + words(settings.unseen())
                                + " ago and nobody took them up; see health and the log"));
    }

    /** By partner and problem, so that one condition is one thing to do. */
    private Stream<Condition> parked(Instant now) {
        Map<String, Parked> late = new TreeMap<>();
        for (WorkList.Sum sum : work.sums(WorkList.Filter.ALL, false)) {
            if (sum.since().plus(settings.parked()).isBefore(now)) {
                String code = sum.reason().isEmpty() ? "" : " " + sum.reason().split(" ", 2)[0];
                late.merge(
                        sum.destination().map(PartnerId::value).orElse("gateway") + code,
                        new Parked(sum.waiting(), directory.owner(sum.destination(), sum.reason())),
                        Parked::and);
            }
        }
        return late.entrySet().stream()
                .map(entry -> condition(
                        Kind.PARKED,
                        entry.getKey(),
                        entry.getValue().waiting() + " items wait for a person ("
                                + entry.getValue().owner()
                                + "), the oldest for more than " + words(settings.parked())
                                + "; see: schakel backlog"));
    }

    /** What waits for one partner for one reason, and who has to act. */
    private record Parked(long waiting, String owner) {
        Parked and(Parked more) {
            return new Parked(waiting + more.waiting, owner);
        }
    }

    private Stream<Condition> failing() {
        return pulse.failing(settings.failing()).stream()
                .map(one -> condition(
                        Kind.FAILING,
                        one.partner().value(),
                        one.waiting() + " items do not get through, the oldest since " + one.since()
                                + "; they are tried again by themselves, see: schakel backlog --open --partner "
                                + one.partner()));
    }

    /** The same count is what messages are refused by until the next round. */
    private Stream<Condition> behind() {
        backlogs.count(directory::mostWaiting);
        return backlogs.full().stream()
                .sorted()
                .map(partner -> condition(
                        Kind.BEHIND,
                        partner.value(),
                        backlogs.waiting(partner) + " items wait for it, agreed are " + directory.mostWaiting(partner)
                                + " (backlog in its file): a referral that would go to it alone is refused (SCH-7003) until a"
                                + " tenth has gone; see: schakel backlog --open --partner " + partner));
    }

    private Stream<Condition> silent(Instant now) {
        Map<PartnerId, Agreement> expected = new TreeMap<>();
        for (Partner partner : directory.partners()) {
            directory
                    .agreement(partner.id())
                    .filter(agreement -> agreement.silence().isPresent())
                    .ifPresent(agreement -> expected.put(partner.id(), agreement));
        }
        Map<PartnerId, Instant> heard = pulse.heard(expected.keySet());
        return expected.entrySet().stream()
                .flatMap(one -> Optional.ofNullable(heard.get(one.getKey()))
                        .filter(last -> isTooLong(one.getValue(), last, now))
                        .map(last -> silent(one.getKey(), one.getValue(), last))
                        .stream());
    }

    private static Condition silent(PartnerId partner, Agreement agreement, Instant heard) {
        return condition(
                Kind.SILENT,
                partner.value(),
                "nothing came since " + heard + ", that is more than "
                        + words(agreement.silence().orElseThrow())
                        + " of its opening hours; ask its technical desk");
    }

    static boolean isTooLong(Agreement agreement, Instant heard, Instant now) {
        return agreement
                        .hours()
                        .between(heard, now)
                        .compareTo(agreement.silence().orElseThrow())
                > 0;
    }

    /** Nobody is told while those who would have to answer are at home. */
    private Stream<Condition> unanswered(Instant now) {
        Map<PartnerId, Instant> due = new TreeMap<>();
        for (Partner partner : directory.partners()) {
            directory
                    .agreement(partner.id())
                    .ifPresent(agreement -> due.put(partner.id(), now.minus(agreement.answer())));
        }
        return unanswered.late(due).stream()
                .filter(late -> {
                    Agreement agreement = directory.agreement(late.receiver()).orElseThrow();
                    Instant expected = late.since().plus(agreement.answer());
                    return !agreement.hours().between(expected, now).isZero();
                })
                .map(Rounds::unanswered);
    }

    private static Condition unanswered(Unanswered.Late late) {
        return late.arrived()
                ? condition(
                        Kind.UNANSWERED,
                        late.receiver().value(),
                        late.waiting() + " referrals wait for its yes or no, the oldest since " + late.since()
                                + "; call it: by itself each ends unanswered after some weeks (schakel.retention.unanswered)")
                : condition(
                        Kind.WITHHELD,
                        late.receiver().value(),
                        late.waiting() + " referrals were to go to it and nothing of them may, the oldest since "
                                + late.since()
                                + "; the sender waits for an answer: see schakel trace and schakel basis explain");
    }

    private Stream<Condition> paused(Instant now) {
        return pauses.list().stream()
                .filter(pause -> pause.at().plus(settings.paused()).isBefore(now))
                .map(pause -> condition(
                        Kind.PAUSED,
                        pause.partner().value(),
                        "nothing goes to it since " + pause.at() + " because somebody said so (schakel partner list);"
                                + " to end that: schakel partner resume " + pause.partner()));
    }

    private static Condition condition(Kind kind, String subject, String words) {
        return new Condition(kind.name(), subject, words);
    }

    /** {@code 24h}, {@code 15m}. */
    private static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
