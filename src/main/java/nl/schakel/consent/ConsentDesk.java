package nl.schakel.consent;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;

/**
 * Speaks the word on every category of a referral for one receiver: the rules that forbid, the table of law, the
 * client's own word, and the emergency; every one of them is heard and named.
 */
public final class ConsentDesk {
    private final LegalBasis basis;

    public ConsentDesk(LegalBasis basis) {
        this.basis = basis;
    }

    /** Pure and total: the same question under the same policy always gives the same decision. */
    public Decision decide(Question question) {
        Map<Category, Word> words = new EnumMap<>(Category.class);
        for (Category category : question.held().keySet()) {
            words.put(category, new Deliberation(basis, question, category).word());
        }
        return new Decision(question, basis.id(), basis.sha256(), words);
    }

    /** Decides about a referral on its way to one receiver, as of {@code at}. */
    public Step<ConsentedReferral> decide(Candidate candidate, ClientFile file, Instant at) {
        Decision decision = decide(Question.about(candidate, file, at));
        return Step.next(
                ConsentedReferral.minted(candidate, decision.rulings(), decision.policy(), at, decision.audit()));
    }

    /**
     * What a referral that its client knows of presumes consent to (NEN 7517): of what goes from care to care, the
     * categories whose row permits on that ground.
     */
    public Set<Category> presumed(Candidate candidate, Instant at) {
        var envelope = candidate.referral().envelope();
        Set<Category> presumed = EnumSet.noneOf(Category.class);
        if (StandingRules.CARE.contains(envelope.senderRole())) {
            candidate.referral().categories().stream()
                    .filter(category -> basis.row(
                                    new PolicyRow.Cell(
                                            candidate.purpose(),
                                            Optional.of(envelope.senderRole()),
                                            candidate.role(),
                                            category),
                                    at)
                            .filter(PolicyRow::presumesConsent)
                            .isPresent())
                    .forEach(presumed::add);
        }
        return presumed;
    }

    /**
     * What of an earlier decision may still be had: the question as it was recorded, asked of what is on file now. What the
     * referral itself said of age and protection counts as it did then. Stopped when the record cannot be read.
     *
     * @param record {@link Decision#audit()}
     */
    public Step<Set<Category>> stillPermitted(Json.Obj record, ClientFile file, Instant at) {
        try {
            Question then = QuestionReader.read(ConsentForm.object(record, "question"));
            Decision now = decide(then.askedOf(file, at));
            Set<Category> permitted = EnumSet.noneOf(Category.class);
            then.held().keySet().stream().filter(now::permits).forEach(permitted::add);
            return Step.next(permitted);
        } catch (ConsentForm.Unreadable place) {
            return Step.stopped(Problem.at(ProblemCode.CONSENT_UNRELIABLE, place.where())
                    .expected("the record of a decision, unchanged"));
        }
    }

    /** The policy it decides by. */
    public LegalBasis basis() {
        return basis;
    }
}
