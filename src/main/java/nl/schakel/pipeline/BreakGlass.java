package nl.schakel.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.consent.Opening;
import nl.schakel.directory.Directory;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Dossier.OpeningRow;
import nl.schakel.journal.Dossier.Review;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;

/**
 * Opens in an emergency what consent would be needed for: with a reason, for one receiver and purpose, until a second
 * person has looked. No setting switches it off, and the decision alone says what it opens.
 */
public final class BreakGlass {
    static final String STAGE = "break-glass";
    /** A word is no reason; somebody else must be able to weigh it. */
    private static final int REASON_CHARACTERS = 10;

    private static final int LONGEST_REASON = 2_000;
    private static final int SHOWN = 500;
    /** The decision never opens these either, whatever stands in a row. */
    private static final Set<Category> NEVER = EnumSet.of(Category.SPECIAL, Category.SECRET_ADDRESS, Category.DEBTS);

    private final Clients clients;
    private final Directory directory;
    private final Reading reading;
    private final DossierSeal seal;
    private final Consents consents;
    private final Clock clock;
    private final Runnable changed;

    BreakGlass(
            Clients clients,
            Directory directory,
            Reading reading,
            DossierSeal seal,
            Consents consents,
            Clock clock,
            Runnable changed) {
        this.clients = clients;
        this.directory = directory;
        this.reading = reading;
        this.seal = seal;
        this.consents = consents;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * What somebody wants opened.
     *
     * @param reason as they wrote it; seen by reviewers alone
     * @param silentBecause why the client is not told; empty when the client is
     */
    public record Wish(PartnerId receiver, Set<Category> categories, String reason, Optional<String> silentBecause) {
        public Wish {
            categories = Set.copyOf(categories);
        }
    }

    /** Opens it now; refused with {@code OPENING_INVALID} or {@code NOT_FOUND}. */
    public Step<Json.Obj> open(ReferralReference reference, Wish wish, String operator) {
        Optional<Problem> flaw = flaw(wish);
        if (flaw.isPresent()) {
            return Step.stopped(flaw.get());
        }
        Step<Json.Obj> opened = clients.with(
                        reference,
                        ledger -> candidate(reference, wish, ledger)
                                .map(candidate -> opened(reference, wish, candidate, operator, ledger)))
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
        changed.run();
        return opened;
    }

    private static Optional<Problem> flaw(Wish wish) {
        int length = wish.reason().strip().length();
        if (length < REASON_CHARACTERS || length > LONGEST_REASON) {
            return invalid("reason", REASON_CHARACTERS + " to " + LONGEST_REASON + " characters");
        }
        if (wish.categories().isEmpty() || wish.categories().stream().anyMatch(NEVER::contains)) {
            return invalid("categories", "at least one, and never " + PermittedWords.codes(NEVER));
        }
        return wish.silentBecause()
                        .filter(why -> why.strip().length() < REASON_CHARACTERS)
                        .isPresent()
                ? invalid("silentBecause", "why telling the client endangers somebody")
                : Optional.empty();
    }

    private static Optional<Problem> invalid(String place, String expected) {
        return Optional.of(Problem.at(ProblemCode.OPENING_INVALID, place).expected(expected));
    }

    private Step<Candidate> candidate(ReferralReference reference, Wish wish, Ledger ledger) {
        Optional<UUID> request = ledger.transition(reference).request();
        return request.isEmpty()
                ? Step.stopped(
                        Problem.at(ProblemCode.OPENING_INVALID, "reference").expected("a referral with a request"))
                : reading.again(ledger.message(request.get()))
                        .then(directory::candidates)
                        .then(candidates -> candidates.stream()
                                .filter(candidate -> candidate.receiver().equals(wish.receiver()))
                                .findFirst()
                                .map(Step::next)
                                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.OPENING_INVALID, "receiver")
                                        .expected("a receiver of this referral"))));
    }

    private Json.Obj opened(
            ReferralReference reference, Wish wish, Candidate candidate, String operator, Ledger ledger) {
        OpeningRow row = new OpeningRow(
                UUID.randomUUID(),
                reference,
                wish.receiver(),
                candidate.purpose(),
                wish.categories(),
                wish.reason().strip(),
                operator,
                ledger.now(),
                wish.silentBecause().isEmpty(),
                wish.silentBecause(),
                Optional.empty(),
                Optional.empty(),
                new byte[0]);
        seal.save(ledger.dossier(), row);
        ledger.trace(
                reference,
                STAGE,
                Optional.of(wish.receiver()),
                "opened",
                "opening " + row.id() + " of " + PermittedWords.codes(row.categories()) + " by operator " + operator
                        + "; a second person looks before " + row.openedAt().plus(Opening.UNREVIEWED)
                        + (row.informsClient() ? "; the client is told" : "; the client is not told, with a reason"));
        consents.lookAgain(Optional.empty(), ledger);
        return shown(row, false);
    }

    /**
     * The second look; refused with {@code SECOND_PERSON_NEEDED} to whoever opened it.
     *
     * @param words why, in their own words; kept beside it and in the audit, in no trace
     */
    public Step<Json.Obj> review(UUID id, boolean approved, Optional<String> words, String operator) {
        if (words.filter(said -> said.isBlank() || said.length() > LONGEST_REASON)
                .isPresent()) {
            return Step.stopped(Problem.at(ProblemCode.OPENING_INVALID, "reason")
                    .expected("1 to " + LONGEST_REASON + " characters, or no reason"));
        }
        Optional<OpeningRow> known = clients.openings(Integer.MAX_VALUE).stream()
                .filter(row -> row.id().equals(id))
                .findFirst();
        if (known.isEmpty()) {
            return Step.stopped(Problem.of(ProblemCode.NOT_FOUND));
        }
        Step<Json.Obj> reviewed = clients.with(
                        known.get().reference(), ledger -> reviewed(id, approved, words, operator, ledger))
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
        changed.run();
        return reviewed;
    }

    private Step<Json.Obj> reviewed(UUID id, boolean approved, Optional<String> words, String operator, Ledger ledger) {
        OpeningRow row = ledger.dossier().openings().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        if (row.openedBy().equals(operator)) {
            return Step.stopped(Problem.of(ProblemCode.SECOND_PERSON_NEEDED));
        }
        if (row.review().isPresent()) {
            return Step.stopped(Problem.at(ProblemCode.TRANSITION_ILLEGAL, "opening")
                    .seen("reviewed")
                    .expected("an opening that nobody looked at yet"));
        }
        OpeningRow after = row.reviewed(new Review(operator, ledger.now(), approved, words.map(String::strip)));
        seal.save(ledger.dossier(), after);
        ledger.dossier().reviewed(after);
        ledger.trace(
                row.reference(),
                STAGE,
                Optional.of(row.receiver()),
                approved ? "approved" : "disapproved",
                "opening " + id + " by operator " + operator);
        words.map(String::strip)
                .ifPresent(said -> ledger.note(id.toString(), STAGE, Optional.of(row.receiver()), "reasoned", said));
        consents.lookAgain(Optional.empty(), ledger);
        return Step.next(shown(after, false));
    }

    /** All openings, newest first, with their reasons: for reviewers. */
    public Json.Obj list() {
        return Json.object()
                .with("overdue", Json.number(clients.overdueOpenings()))
                .with(
                        "openings",
                        new Json.Arr(clients.openings(SHOWN).stream()
                                .<Json>map(row -> shown(row, true))
                                .toList()));
    }

    private Json.Obj shown(OpeningRow row, boolean withReason) {
        Json.Obj shown = Json.object()
                .with("id", row.id().toString())
                .with("reference", row.reference().text())
                .with("receiver", row.receiver().value())
                .with("purpose", row.purpose().code())
                .with("categories", PermittedWords.codes(row.categories()))
                .with("openedBy", row.openedBy())
                .with("openedAt", row.openedAt().toString())
                .with("closesAt", closes(row).toString())
                .with("clientInformed", new Json.Bool(row.informsClient()))
                .with(
                        "state",
                        row.review()
                                .map(r -> r.approved() ? "approved" : "disapproved")
                                .orElse(clock.instant().isBefore(closes(row)) ? "unreviewed" : "overdue"));
        if (row.review().isPresent()) {
            Review review = row.review().get();
            Json.Obj look =
                    Json.object().with("by", review.by()).with("at", review.at().toString());
            shown = shown.with(
                    "review",
                    withReason
                            ? review.words()
                                    .map(words -> look.with("reason", words))
                                    .orElse(look)
                            : look);
        }
        if (withReason && row.silentBecause().isPresent()) {
            shown = shown.with("silentBecause", row.silentBecause().get());
        }
        return withReason ? shown.with("reason", row.reason()) : shown;
    }

    private static Instant closes(OpeningRow row) {
        return row.openedAt().plus(Opening.UNREVIEWED);
    }
}
