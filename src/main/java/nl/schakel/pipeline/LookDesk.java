package nl.schakel.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import nl.schakel.directory.Directory;
import nl.schakel.disclosure.Looked;
import nl.schakel.disclosure.MarkedItem;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Dossier.LookRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * What of a protected client's referral waits for a person, and their word on it: release it, or let the rest go without
 * it. What is known of the whereabouts nobody releases, and the last look at the bytes stands behind every word.
 */
public final class LookDesk {
    /** Why something may go: it is no place; a place, but not theirs; the receiver is where they are. */
    private static final Set<String> FOR_RELEASE = Set.of("no-place", "place-of-another", "known-to-receiver");
    /** Why it stays. */
    private static final Set<String> FOR_KEEPING = Set.of("place", "in-doubt");

    private static final int LONGEST_WORDS = 2_000;

    private final Clients clients;
    private final Directory directory;
    private final Amendments amendments;
    private final Clearance clearance;
    private final Dossiers dossiers;
    private final Families families;
    private final Looks looks;
    private final Runnable changed;

    LookDesk(
            Clients clients,
            Directory directory,
            Amendments amendments,
            Clearance clearance,
            Dossiers dossiers,
            Families families,
            Looks looks,
            Runnable changed) {
        this.clients = clients;
        this.directory = directory;
        this.amendments = amendments;
        this.clearance = clearance;
        this.dossiers = dossiers;
        this.families = families;
        this.looks = looks;
        this.changed = changed;
    }

    /**
     * The word of a person.
     *
     * @param items as the list names them; all of them or none
     * @param release whether they may go; otherwise the rest goes without them
     * @param why a code; the trace has it
     * @param words of their own, kept beside it and in no trace
     * @param correcting why an earlier word was wrong, kept like words; empty for a first word
     */
    public record Say(
            PartnerId receiver,
            List<String> items,
            boolean release,
            String why,
            Optional<String> words,
            Optional<String> correcting) {
        public Say {
            items = List.copyOf(items);
        }
    }

    /** Per receiver what waits for a person, with the places and never a text; and what was said before. */
    public Step<Json.Obj> list(ReferralReference reference) {
        return at(
                reference,
                (request, ledger) -> household(reference, request, ledger).then(file -> {
                    List<Json> waiting = new ArrayList<>();
                    return candidates(request, file).map(candidates -> {
                        for (Candidate candidate : candidates) {
                            marked(
                                            reference,
                                            request,
                                            candidates,
                                            candidate,
                                            file,
                                            ledger,
                                            looks.at(reference, candidate.receiver(), ledger.dossier()))
                                    .forEach((name, item) -> waiting.add(shown(candidate.receiver(), name, item)));
                        }
                        return Json.object()
                                .with("waiting", new Json.Arr(waiting))
                                .with(
                                        "said",
                                        new Json.Arr(ledger.dossier().looks(reference).stream()
                                                .<Json>map(LookDesk::shown)
                                                .toList()));
                    });
                }));
    }

    /** Keeps the word and has the delivery tried again once nothing of it waits; refused with the field. */
    public Step<Json.Obj> say(ReferralReference reference, Say say, String operator) {
        Optional<Problem> flaw = flaw(say);
        if (flaw.isPresent()) {
            return Step.stopped(flaw.get());
        }
        Step<Json.Obj> said = at(
                reference,
                (request, ledger) -> household(reference, request, ledger)
                        .then(file -> candidates(request, file)
                                .then(candidates -> candidates.stream()
                                        .filter(candidate ->
                                                candidate.receiver().equals(say.receiver()))
                                        .findFirst()
                                        .map(candidate -> said(
                                                reference,
                                                say,
                                                looked -> marked(
                                                        reference,
                                                        request,
                                                        candidates,
                                                        candidate,
                                                        file,
                                                        ledger,
                                                        looked),
                                                operator,
                                                ledger))
                                        .orElseGet(
                                                () -> Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "receiver"))))));
        changed.run();
        return said;
    }

    private static Optional<Problem> flaw(Say say) {
        Set<String> reasons = say.release() ? FOR_RELEASE : FOR_KEEPING;
        if (!reasons.contains(say.why())) {
            return Optional.of(Problem.at(ProblemCode.VALUE_INVALID, "why")
                    .expected(String.join(", ", reasons.stream().sorted().toList())));
        }
        if (say.items().isEmpty()) {
            return Optional.of(Problem.at(ProblemCode.REQUIRED_MISSING, "item"));
        }
        return tooLong("words", say.words())
                .or(() -> tooLong("correct", say.correcting()))
                .or(() -> say.correcting()
                        .filter(String::isBlank)
                        .map(none -> Problem.at(ProblemCode.REQUIRED_MISSING, "correct")
                                .expected("why it was wrong")));
    }

    private static Optional<Problem> tooLong(String place, Optional<String> words) {
        return words.filter(text -> text.length() > LONGEST_WORDS)
                .map(text -> Problem.at(ProblemCode.VALUE_INVALID, place)
                        .expected("at most " + LONGEST_WORDS + " characters"));
    }

    private Step<Json.Obj> said(
            ReferralReference reference,
            Say say,
            Function<Looked, Map<String, MarkedItem>> marked,
            String operator,
            Ledger ledger) {
        Map<String, MarkedItem> waiting = marked.apply(looks.at(reference, say.receiver(), ledger.dossier()));
        Map<String, MarkedItem> all = say.correcting().isPresent() ? marked.apply(Looked.BY_NOBODY) : waiting;
        Map<String, LookRow> before = before(reference, say.receiver(), ledger);
        Optional<Problem> refused = say.items().stream()
                .flatMap(name -> refused(say, name, all, waiting, before).stream())
                .findFirst();
        if (refused.isPresent()) {
            return Step.stopped(refused.get());
        }
        List<LookRow> rows = say.items().stream()
                .distinct()
                .map(name -> kept(reference, say, name, Optional.ofNullable(before.get(name)), operator, ledger))
                .toList();
        rows.forEach(row -> traced(
                row, Objects.requireNonNull(all.get(row.item())).category().code(), say, ledger));
        if (say.items().containsAll(waiting.keySet())) {
            ledger.dossier().resume(reference, say.receiver());
        }
        if (say.correcting().isPresent()) {
            // What went meanwhile under the earlier word is taken back or sent after it.
            ledger.dossier().reconsider(reference);
        }
        return Step.next(
                rows.size() == 1
                        ? shown(rows.get(0))
                        : shown(rows.get(0))
                                .with(
                                        "items",
                                        new Json.Arr(rows.stream()
                                                .<Json>map(row -> Json.text(row.item()))
                                                .toList())));
    }

    /** The word that counts of each item, or would if nobody had changed it. */
    private static Map<String, LookRow> before(ReferralReference reference, PartnerId receiver, Ledger ledger) {
        Map<String, LookRow> before = new LinkedHashMap<>();
        ledger.dossier().looks(reference).stream()
                .filter(row ->
                        row.receiver().equals(receiver) && row.correctedBy().isEmpty())
                .forEach(row -> before.put(row.item(), row));
        return before;
    }

    private static Optional<Problem> refused(
            Say say,
            String name,
            Map<String, MarkedItem> all,
            Map<String, MarkedItem> waiting,
            Map<String, LookRow> before) {
        MarkedItem item = all.get(name);
        boolean isFirst = say.correcting().isEmpty();
        if (item == null || (!isFirst && (!before.containsKey(name) || waiting.containsKey(name)))) {
            return Optional.of(Problem.at(ProblemCode.NOT_FOUND, "item"));
        }
        return say.release() && !item.releasable()
                ? Optional.of(Problem.at(ProblemCode.TRANSITION_ILLEGAL, "item")
                        .seen("what is known of where the client is")
                        .expected("keep-back: what is known of the whereabouts nobody releases"))
                : Optional.empty();
    }

    /** A word that somebody changed in the database stays too, and counts no more than before. */
    private LookRow kept(
            ReferralReference reference,
            Say say,
            String item,
            Optional<LookRow> before,
            String operator,
            Ledger ledger) {
        LookRow row = new LookRow(
                UUID.randomUUID(),
                reference,
                say.receiver(),
                item,
                say.release(),
                say.why(),
                say.correcting().or(say::words),
                operator,
                ledger.now(),
                before.map(LookRow::id),
                Optional.empty(),
                new byte[0]);
        before.ifPresent(earlier -> looks.correct(earlier, row.id(), ledger.dossier()));
        looks.save(row, ledger.dossier());
        return row;
    }

    private static void traced(LookRow row, String category, Say say, Ledger ledger) {
        ledger.trace(
                row.reference(),
                "look",
                Optional.of(row.receiver()),
                row.released() ? "released" : "kept-back",
                "item " + row.item() + " of " + category + ": " + row.why()
                        + (say.correcting().isPresent() ? ", instead of what was said before" : "") + ", by operator "
                        + row.decidedBy());
    }

    private Step<Household> household(ReferralReference reference, ValidatedReferral request, Ledger ledger) {
        return dossiers.of(ledger.dossier(), reference).then(file -> families.of(request, file, ledger));
    }

    private Step<List<Candidate>> candidates(ValidatedReferral request, Household household) {
        return directory.candidates(Clearance.known(request, household.file()));
    }

    /** By the name that people and the journal know it by, in the order of the referral. */
    private Map<String, MarkedItem> marked(
            ReferralReference reference,
            ValidatedReferral request,
            List<Candidate> candidates,
            Candidate candidate,
            Household household,
            Ledger ledger,
            Looked looked) {
        PartnerId receiver = candidate.receiver();
        Map<String, MarkedItem> named = new LinkedHashMap<>();
        clearance
                .decide(
                        Clearance.known(request, household.file()),
                        candidates,
                        candidate,
                        household,
                        ledger.now(),
                        looked)
                .fold(cleared -> cleared.marked().get(), problem -> List.<MarkedItem>of())
                .forEach(item -> named.put(looks.name(reference, receiver, item.item(), ledger.dossier()), item));
        return named;
    }

    private Step<Json.Obj> at(ReferralReference reference, BiFunction<ValidatedReferral, Ledger, Step<Json.Obj>> work) {
        return clients.with(
                        reference,
                        ledger -> ledger.transition(reference)
                                .request()
                                .map(request -> amendments
                                        .current(request, reference, ledger)
                                        .then(valid -> work.apply(valid, ledger)))
                                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND))))
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
    }

    private static Json.Obj shown(PartnerId receiver, String name, MarkedItem item) {
        return Json.object()
                .with("receiver", receiver.value())
                .with("item", name)
                .with("category", item.category().code())
                .with(
                        "places",
                        new Json.Arr(
                                item.places().stream().<Json>map(Json::text).toList()))
                .with("releasable", new Json.Bool(item.releasable()));
    }

    private static Json.Obj shown(LookRow row) {
        Json.Obj shown = Json.object()
                .with("receiver", row.receiver().value())
                .with("item", row.item())
                .with("word", row.released() ? "release" : "keep-back")
                .with("why", row.why())
                .with("by", row.decidedBy())
                .with("at", row.decidedAt().toString());
        Json.Obj with = row.words().map(words -> shown.with("words", words)).orElse(shown);
        return row.correctedBy().isPresent() ? with.with("corrected", new Json.Bool(true)) : with;
    }
}
