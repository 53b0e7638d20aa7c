package nl.schakel.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;

/**
 * The word on one category.
 *
 * @param permitted whether it may go
 * @param refusal code of the no, as it may be told
 * @param told rule and basis, as they may be told
 * @param spoken every rule that spoke, those that stay in the audit among them
 */
public record Word(boolean permitted, Optional<ProblemCode> refusal, Ruling told, List<Spoken> spoken) {
    /** What is told where no row allows it, and where the true reason would reveal something: the same bytes. */
    static final Ruling NOT_RELEASED = new Ruling(false, "default-deny", "not released; what is not listed is never");

    public Word {
        spoken = List.copyOf(spoken);
    }

    static Word permitted(Ruling told, List<Spoken> spoken) {
        return new Word(true, Optional.empty(), told, spoken);
    }

    static Word refused(ProblemCode code, Ruling told, List<Spoken> spoken) {
        return new Word(false, Optional.of(code), told, spoken);
    }

    /** The same refusal as without these words; what would have been permitted is not released, and that is all. */
    Word overruled(List<Spoken> hidden) {
        List<Spoken> all = new ArrayList<>(hidden);
        all.addAll(spoken);
        return permitted
                ? refused(ProblemCode.BASIS_NEVER, NOT_RELEASED, all)
                : refused(refusal.orElseThrow(), told, all);
    }

    /** With every rule that spoke; for the audit alone. */
    Json.Obj audit() {
        return toldForm()
                .with(
                        "spoken",
                        new Json.Arr(spoken.stream().<Json>map(Spoken::json).toList()));
    }

    /** What may be told outside. */
    Json.Obj outward() {
        return refusal.map(code -> toldForm()
                        .with("reason", code.english())
                        .with("reden", code.dutch())
                        .with("remedy", code.remedy())
                        .with("oplossing", code.dutchRemedy()))
                .orElseGet(this::toldForm);
    }

    /**
     * The rules that spoke, as they may be shown: none where the answer is the neutral one, because those that permitted
     * would show that another forbade.
     */
    Json.Arr openly() {
        return new Json.Arr(spoken.stream()
                .filter(word -> !word.hidden() && !told.equals(NOT_RELEASED))
                .<Json>map(Spoken::json)
                .toList());
    }

    private Json.Obj toldForm() {
        Json.Obj form = Json.object().with("permitted", new Json.Bool(permitted));
        if (refusal.isPresent()) {
            form = form.with("code", refusal.get().id());
        }
        return form.with("rule", told.rule()).with("basis", told.basis());
    }
}
