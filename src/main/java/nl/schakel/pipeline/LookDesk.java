package nl.schakel.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import nl.schakel.consent.ClientFile;
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
    private final Looks looks;
    private final Runnable changed;

    LookDesk(
            Clients clients,
            Directory directory,
            Amendments amendments,
            Clearance clearance,
            Dossiers dossiers,
            Looks looks,
            Runnable changed) {
        this.clients = clients;
        this.directory = directory;
        this.amendments = amendments;
        this.clearance = clearance;
        this.dossiers = dossiers;
        this.looks = looks;
        this.changed = changed;
    }

    /**
     * The word of a person.
     *
     * @param item as the list names it
     * @param release whether it may go; otherwise the rest goes without it
     * @param why a code; the trace has it
     * @param words of their own, kept beside it and in no trace
     */
    public record Say(PartnerId receiver, String item, boolean release, String why, Optional<String> words) {}

    /** Per receiver what waits for a person, with the places and never a text; and what was said before. */
    public Step<Json.Obj> list(ReferralReference reference) {
        return at(
                reference,
                (request, ledger) -> dossiers.of(ledger.dossier()).then(file -> {
                    List<Json> waiting = new ArrayList<>();
                    return candidates(request, file).map(candidates -> {
                        for (Candidate candidate : candidates) {
                            marked(reference, request, candidates, candidate, file, ledger)
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
                (request, ledger) -> dossiers.of(ledger.dossier())
                        .then(file -> candidates(request, file)
                                .then(candidates -> candidates.stream()
                                        .filter(candidate ->
                                                candidate.receiver().equals(say.receiver()))
                                        .findFirst()
                                        .map(candidate -> said(
                                                reference,
                                                say,
                                                marked(reference, request, candidates, candidate, file, ledger),
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
        return say.words().filter(words -> words.length() > LONGEST_WORDS).isPresent()
                ? Optional.of(Problem.at(ProblemCode.VALUE_INVALID, "words")
                        .expected("at most " + LONGEST_WORDS + " characters"))
                : Optional.empty();
    }

    private Step<Json.Obj> said(
            ReferralReference reference, Say say, Map<String, MarkedItem> waiting, String operator, Ledger ledger) {
        MarkedItem item = waiting.get(say.item());
        if (item == null) {
            return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "item"));
        }
        if (say.release() && !item.releasable()) {
            return Step.stopped(Problem.at(ProblemCode.TRANSITION_ILLEGAL, "item")
                    .seen("what is known of where the client is")
                    .expected("keep-back: what is known of the whereabouts nobody releases"));
        }
        LookRow row = new LookRow(
                UUID.randomUUID(),
                reference,
                say.receiver(),
                say.item(),
                say.release(),
                say.why(),
                say.words(),
                operator,
                ledger.now(),
                new byte[0]);
        looks.save(row, ledger.dossier());
        ledger.trace(
                reference,
                "look",
                Optional.of(say.receiver()),
                say.release() ? "released" : "kept-back",
                "item " + say.item() + " of " + item.category().code() + ": " + say.why() + ", by operator "
                        + operator);
        if (waiting.size() == 1) {
            ledger.dossier().resume(reference, say.receiver());
        }
        return Step.next(shown(row));
    }

    private Step<List<Candidate>> candidates(ValidatedReferral request, ClientFile file) {
        return directory.candidates(Clearance.known(request, file));
    }

    /** By the name that people and the journal know it by, in the order of the referral. */
    private Map<String, MarkedItem> marked(
            ReferralReference reference,
            ValidatedReferral request,
            List<Candidate> candidates,
            Candidate candidate,
            ClientFile file,
            Ledger ledger) {
        PartnerId receiver = candidate.receiver();
        Looked looked = looks.at(reference, receiver, ledger.dossier());
        Map<String, MarkedItem> named = new LinkedHashMap<>();
        clearance
                .decide(Clearance.known(request, file), candidates, candidate, file, ledger.now(), looked)
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
        return row.words().map(words -> shown.with("words", words)).orElse(shown);
    }
}
