package nl.schakel.consent;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.ProblemCode;

/**
 * The word of one rule about one category.
 *
 * @param rule which rule: {@code row:TRANSITION,MO,zrm}, {@code consent:c-17}, {@code no-laundering}
 * @param effect what it did
 * @param laws codes of {@code laws.csv} it rests on
 * @param consent hash of the consent that spoke
 * @param refusal the code of its no
 * @param hidden whether its word would itself reveal something; such a word stays in the audit
 * @param words in English, names no person
 */
public record Spoken(
        String rule,
        Effect effect,
        List<String> laws,
        Optional<String> consent,
        Optional<ProblemCode> refusal,
        boolean hidden,
        String words) {

    /** What a rule's word does. */
    public enum Effect {
        PERMITS,
        FORBIDS,
        /** Leaves it to a consent or an emergency. */
        ASKS,
        /** Would permit and does not count. */
        IGNORED,
        /** Says something beside it. */
        EXPLAINS
    }

    public Spoken {
        laws = List.copyOf(laws);
    }

    static Spoken forbids(String rule, ProblemCode code, String words) {
        return new Spoken(rule, Effect.FORBIDS, List.of(), Optional.empty(), Optional.of(code), false, words);
    }

    static Spoken says(String rule, Effect effect, String words) {
        return new Spoken(rule, effect, List.of(), Optional.empty(), Optional.empty(), false, words);
    }

    Spoken onLaws(List<String> codes) {
        return new Spoken(rule, effect, codes, consent, refusal, hidden, words);
    }

    Spoken ofConsent(String sha256) {
        return new Spoken(rule, effect, laws, Optional.of(sha256), refusal, hidden, words);
    }

    Spoken keptHidden() {
        return new Spoken(rule, effect, laws, consent, refusal, true, words);
    }

    boolean permits() {
        return effect == Effect.PERMITS;
    }

    boolean forbids() {
        return effect == Effect.FORBIDS;
    }

    Json.Obj json() {
        Json.Obj form = Json.object()
                .with("rule", rule)
                .with("effect", effect.name())
                .with("laws", new Json.Arr(laws.stream().<Json>map(Json::text).toList()));
        if (consent.isPresent()) {
            form = form.with("consent", consent.get());
        }
        if (refusal.isPresent()) {
            form = form.with("code", refusal.get().id());
        }
        return (hidden ? form.with("hidden", new Json.Bool(true)) : form).with("words", words);
    }
}
