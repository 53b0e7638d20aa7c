package nl.schakel.consent;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Need;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;

/**
 * Speaks the word on every category of a referral for one receiver: first the rules that forbid, then the client's no,
 * then the table. Only a row that permits, or a row that asks consent with a consent that covers it, lets a category go.
 */
public final class ConsentDesk {
    private static final Set<Role> CARE_SENDERS = EnumSet.of(Role.GGZ, Role.ZH);

    private final LegalBasis basis;
    private final GlobalRules rules;

    public ConsentDesk(LegalBasis basis) {
        this.basis = basis;
        this.rules = new GlobalRules(basis);
    }

    /** Decides as of {@code at}; pure, so deciding again gives the same as long as nothing changed. */
    public Step<ConsentedReferral> decide(Candidate candidate, List<ConsentRecord> consents, Instant at) {
        Map<Category, Ruling> rulings = new EnumMap<>(Category.class);
        for (Category category : candidate.referral().categories()) {
            rulings.put(category, ruling(category, candidate, consents, at));
        }
        return Step.next(ConsentedReferral.minted(candidate, rulings, basis.id(), at));
    }

    private Ruling ruling(Category category, Candidate candidate, List<ConsentRecord> consents, Instant at) {
        List<ConsentRecord> spoken = consents.stream()
                .filter(c -> c.speaksOf(category, candidate.role(), candidate.purpose()))
                .toList();
        return rules.forbids(category, candidate.referral())
                .or(() -> denial(spoken, at))
                .orElseGet(() -> table(category, candidate, spoken, at));
    }

    private static Optional<Ruling> denial(List<ConsentRecord> spoken, Instant at) {
        return spoken.stream()
                .filter(c -> c.deniesAt(at))
                .findFirst()
                .map(c -> new Ruling(false, "consent:" + c.id(), "the client refuses this"));
    }

    private Ruling table(Category category, Candidate candidate, List<ConsentRecord> spoken, Instant at) {
        var cell = new PolicyRow.Cell(candidate.purpose(), candidate.role(), category);
        return basis.row(cell)
                .map(row -> spoken(row, candidate, spoken, at))
                .orElse(new Ruling(false, "default-deny", "no row for " + cell.id() + "; what is not listed is never"));
    }

    private Ruling spoken(PolicyRow row, Candidate candidate, List<ConsentRecord> spoken, Instant at) {
        return switch (row.decision()) {
            case NEVER -> no(row, row.basis().isEmpty() ? ProblemCode.BASIS_NEVER.english() : row.basis());
            case BREAK_GLASS -> no(row, "break-glass only, which this flow does not have");
            case PERMIT -> noted(row, candidate, row.basis());
            case CONSENT ->
                spoken.stream()
                        .filter(c -> c.permitsAt(at))
                        .findFirst()
                        .map(c -> noted(row, candidate, "consent " + c.id() + "; " + row.basis()))
                        .orElse(no(row, ProblemCode.CONSENT_MISSING.english()));
        };
    }

    /** A note is never passed over: it is honoured, or it withholds. */
    private Ruling noted(PolicyRow row, Candidate candidate, String words) {
        Optional<Note> note = basis.note(row);
        if (note.isEmpty()) {
            return yes(row, words);
        }
        String said = words + "; " + note.get().words();
        return holds(note.get().effect(), candidate)
                ? yes(row, said)
                : no(row, note.get().words());
    }

    private static boolean holds(Note.Effect effect, Candidate candidate) {
        var envelope = candidate.referral().envelope();
        return switch (effect) {
            case EXPLAINS, SENDERS_DUTY -> true;
            case CARE_SENDS -> CARE_SENDERS.contains(envelope.senderRole());
            case DEBTS_ASKED -> envelope.needs().contains(Need.DEBTS);
            case WITHHOLD -> false;
        };
    }

    private static Ruling yes(PolicyRow row, String words) {
        return new Ruling(true, row.cell().id(), words);
    }

    private static Ruling no(PolicyRow row, String words) {
        return new Ruling(false, row.cell().id(), words);
    }
}
