package nl.schakel.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.directory.Agreement;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.journal.Beats;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.Prospect;
import nl.schakel.journal.WorkList;
import nl.schakel.journal.WorkList.Filter;
import nl.schakel.journal.WorkList.Said;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** What waits for a person or a partner, and what a person does about it. */
public final class WorkDesk {
    private static final String PARKED = "PARKED";
    /** More items than this nobody reads; the sums tell of all. */
    private static final int MOST_ITEMS = 500;
    /** So many in one transaction: short enough to be stopped between two. */
    private static final int BATCH = 200;

    private final WorkList work;
    private final Pauses pauses;
    private final Directory directory;
    private final Quotas quotas;
    private final Journal journal;
    private final Beats beats;
    private final Runnable nudge;

    WorkDesk(
            WorkList work,
            Pauses pauses,
            Directory directory,
            Quotas quotas,
            Journal journal,
            Beats beats,
            Runnable nudge) {
        this.work = work;
        this.beats = beats;
        this.pauses = pauses;
        this.directory = directory;
        this.quotas = quotas;
        this.journal = journal;
        this.nudge = nudge;
    }

    /** Sums by partner and reason, the oldest items, and who is paused. */
    public Json.Obj backlog(Filter filter, boolean openToo) {
        return Json.object()
                .with(
                        "sums",
                        all(work.sums(filter, openToo).stream()
                                .map(WorkDesk::sum)
                                .toList()))
                .with(
                        "items",
                        all(work.items(filter, openToo, MOST_ITEMS).stream()
                                .map(this::item)
                                .toList()))
                .with("paused", all(pauses.list().stream().map(WorkDesk::pause).toList()));
    }

    /** Has one item go on that is parked. */
    public Step<Json.Obj> resume(UUID id, Said word) {
        return done(work.resume(Filter.item(id), word), id, "resumed");
    }

    /** How much would go on and how much would stay, by partner and reason, of what was parked until now. */
    public Json.Obj prospects(Filter filter, boolean unknownToo) {
        Instant before = work.now();
        List<Prospect> all = work.prospects(filter, unknownToo, before);
        return Json.object()
                .with("before", text(before))
                .with("goOn", Json.number(items(all.stream().filter(Prospect::goesOn))))
                .with("stay", Json.number(items(all.stream().filter(one -> !one.goesOn()))))
                .with("changes", all(all.stream().map(WorkDesk::change).toList()));
    }

    private static long items(Stream<Prospect> some) {
        return some.mapToLong(Prospect::items).sum();
    }

    /**
     * The next batch of what is parked goes on; to be asked again until none is left.
     *
     * @param before the moment that the first answer named. What was parked later is not taken: it may be what was tried again
     *     a moment ago. Absent in the first question
     */
    public Json.Obj replay(Filter filter, boolean unknownToo, Optional<Instant> before, Said word) {
        Instant bound = before.orElseGet(work::now);
        int resumed = work.replay(filter, unknownToo, bound, word, BATCH);
        nudge.run();
        return Json.object()
                .with("resumed", Json.number(resumed))
                .with("more", new Json.Bool(resumed == BATCH))
                .with("before", text(bound));
    }

    public Step<Json.Obj> park(UUID id, Said word) {
        return done(work.park(id, word), id, "parked");
    }

    public Step<Json.Obj> skip(UUID id, Said word) {
        return done(work.skip(id, word), id, "skipped");
    }

    private Step<Json.Obj> done(boolean done, UUID id, String what) {
        nudge.run();
        return done
                ? Step.next(Json.object().with("id", id.toString()).with("outcome", what))
                : Step.stopped(Problem.of(ProblemCode.WORK_NOT_AS_SAID));
    }

    /** Nothing is sent to this partner until {@link #resume(PartnerId, Said)}. */
    public Step<Json.Obj> pause(PartnerId partner, Said word) {
        return known(partner).map(there -> state(partner, pauses.pause(partner, word), "paused"));
    }

    public Step<Json.Obj> resume(PartnerId partner, Said word) {
        return known(partner).map(there -> {
            Json.Obj state = state(partner, pauses.resume(partner, word), "resumed");
            nudge.run();
            return state;
        });
    }

    /** Every partner of the directory: how much it may send, how often it was told to wait, and since when it is paused. */
    public Json.Obj partners() {
        List<Pauses.Pause> paused = pauses.list();
        List<Journal.Hold> held = journal.holds();
        List<Beats.Beat> beaten = beats.list();
        return Json.object()
                .with(
                        "partners",
                        all(directory.partners().stream()
                                .map(partner -> beaten(
                                        held(partner(partner, paused), partner.id(), held), partner.id(), beaten))
                                .toList()));
    }

    private Step<Partner> known(PartnerId partner) {
        return directory
                .partner(partner)
                .map(Step::next)
                .orElseGet(() -> Step.stopped(
                        Problem.at(ProblemCode.NOT_FOUND, "partner").expected("one of: schakel partner list")));
    }

    private static Json.Obj state(PartnerId partner, boolean changed, String what) {
        return Json.object().with("partner", partner.value()).with("outcome", changed ? what : "was so already");
    }

    private Json.Obj partner(Partner partner, List<Pauses.Pause> paused) {
        Json.Obj line = Json.object()
                .with("id", partner.id().value())
                .with("role", partner.role().name())
                .with("perMinute", Json.number(quotas.perMinute(Optional.of(partner.id()))))
                .with("toldToWait", Json.number(quotas.told(partner.id())));
        return paused.stream()
                .filter(one -> one.partner().equals(partner.id()))
                .findFirst()
                .map(one -> line.with("pausedBy", one.by()).with("pausedAt", text(one.at())))
                .orElse(line);
    }

    /** A partner that is left alone for a moment, because it was not reached or asked for that. */
    private static Json.Obj held(Json.Obj line, PartnerId partner, List<Journal.Hold> held) {
        return held.stream()
                .filter(one -> one.partner().equals(partner))
                .findFirst()
                .map(one -> line.with("heldUntil", text(one.until()))
                        .with("heldSince", text(one.since()))
                        .with("heldBecause", one.cause().word()))
                .orElse(line);
    }

    /** How its sign of life goes, when it wants one. */
    private Json beaten(Json.Obj line, PartnerId partner, List<Beats.Beat> beaten) {
        Optional<Beats.Beat> last =
                beaten.stream().filter(one -> one.partner().equals(partner)).findFirst();
        return directory
                .agreement(partner)
                .flatMap(Agreement::heartbeat)
                .map(wanted -> {
                    Json.Obj every = line.with(
                            "heartbeatSeconds", Json.number(wanted.every().toSeconds()));
                    Json.Obj heard = last.flatMap(Beats.Beat::heardAt)
                            .map(at -> every.with("heartbeatTakenAt", text(at)))
                            .orElse(every);
                    return last.flatMap(Beats.Beat::failedSince)
                            .map(since -> heard.with("heartbeatFailingSince", text(since)))
                            .orElse(heard);
                })
                .orElse(line);
    }

    private static Json pause(Pauses.Pause pause) {
        return Json.object()
                .with("partner", pause.partner().value())
                .with("by", pause.by())
                .with("since", text(pause.at()));
    }

    private static Json sum(WorkList.Sum sum) {
        return Json.object()
                .with("partner", sum.destination().map(PartnerId::value).orElse(""))
                .with("reason", sum.reason())
                .with("waiting", Json.number(sum.waiting()))
                .with("since", text(sum.since()));
    }

    private static Json change(Prospect prospect) {
        return Json.object()
                .with("partner", prospect.destination().map(PartnerId::value).orElse(""))
                .with("reason", prospect.reason())
                .with("items", Json.number(prospect.items()))
                .with("from", "PARKED")
                .with("to", prospect.goesOn() ? "OPEN" : "PARKED")
                .with("fate", prospect.fate().name());
    }

    private Json item(WorkList.Item item) {
        Json.Obj line = Json.object()
                .with("id", item.id().toString())
                .with("kind", item.kind().name())
                .with("reference", item.reference().map(Object::toString).orElse(""))
                .with("partner", item.destination().map(PartnerId::value).orElse(""))
                .with("state", item.state())
                .with("attempts", Json.number(item.attempts()))
                .with("mayHaveIt", new Json.Bool(item.reached()))
                .with("reason", item.reason().orElse(""))
                .with("since", text(item.since()))
                .with("waitingBehind", Json.number(item.behind()));
        return awaited(told(item.state().equals(PARKED) ? owned(line, item) : line, item), item);
    }

    private Json.Obj owned(Json.Obj line, WorkList.Item item) {
        return line.with(
                "owner", directory.owner(item.destination(), item.reason().orElse("")));
    }

    /** What is about no referral is found at its sender by this alone. */
    private static Json.Obj told(Json.Obj line, WorkList.Item item) {
        return item.message()
                .map(message -> line.with("sender", message.sender().value())
                        .with("messageId", message.id())
                        .with("event", message.event()))
                .orElse(line);
    }

    /** What it waits for, when it is no person. */
    private static Json.Obj awaited(Json.Obj line, WorkList.Item item) {
        Json.Obj paused = item.paused() ? line.with("paused", new Json.Bool(true)) : line;
        Json.Obj behind = item.waitsFor()
                .map(head -> paused.with("waitsFor", head.toString()))
                .orElse(paused);
        return item.nextAt().map(at -> behind.with("nextAt", text(at))).orElse(behind);
    }

    private static Json.Text text(Instant at) {
        return Json.text(at.toString());
    }

    private static Json.Arr all(List<Json> elements) {
        return new Json.Arr(elements);
    }
}
