package nl.schakel.consent;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;

/**
 * A decision as a value: what was asked, under which policy, and the word on every category with every rule that spoke.
 * The same question under the same policy gives the same bytes.
 *
 * @param question all that was known
 * @param policy version and short hash, such as {@code default-policy@5c01d2aa}
 * @param policySha256 full hash of the policy, the name under which the archive keeps it
 * @param words per category asked for
 */
public record Decision(Question question, String policy, String policySha256, Map<Category, Word> words) {
    public Decision {
        Map<Category, Word> ordered = new EnumMap<>(Category.class);
        ordered.putAll(words);
        words = Collections.unmodifiableMap(ordered);
    }

    /** What may be told, per category. */
    public Map<Category, Ruling> rulings() {
        return words.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().told()));
    }

    /** The whole for the audit: inputs, policy and every word, in one form that can be read again. */
    public Json.Obj audit() {
        Json.Obj inputs = QuestionForm.write(question);
        Json.Obj all = Json.object();
        for (Map.Entry<Category, Word> word : words.entrySet()) {
            all = all.with(word.getKey().code(), word.getValue().audit());
        }
        return Json.object()
                .with("form", "schakel-decision-1")
                .with("policy", policy)
                .with("policySha256", policySha256)
                .with("questionSha256", Hash.of(inputs))
                .with("question", inputs)
                .with("words", all);
    }

    /** SHA-256 of {@link #audit()}, 64 hex digits: names the decision. */
    public String sha256() {
        return Hash.of(audit());
    }

    /** What may be told outside: the word, its code and rule, and what to do; never a rule that would reveal. */
    public Json.Obj outward() {
        Json.Obj all = Json.object();
        for (Map.Entry<Category, Word> word : words.entrySet()) {
            all = all.with(word.getKey().code(), word.getValue().outward());
        }
        return Json.object()
                .with("receiver", question.receiver().id().value())
                .with("purpose", question.purpose().code())
                .with("at", question.at().toString())
                .with("policy", policy)
                .with("words", all);
    }

    /** Whether this category may go; one that was not asked may not. */
    public boolean permits(Category category) {
        return Optional.ofNullable(words.get(category)).map(Word::permitted).orElse(false);
    }

    /** The word on one category with every rule that spoke, save those whose word would itself reveal something. */
    public Json.Obj explanation(Category category) {
        Word word = Optional.ofNullable(words.get(category)).orElseThrow();
        Json.Obj form = Json.object()
                .with("from", question.sender().id().value())
                .with("to", question.receiver().id().value())
                .with("category", category.code())
                .with("purpose", question.purpose().code())
                .with("at", question.at().toString())
                .with("policy", policy)
                .with("policySha256", policySha256);
        for (Map.Entry<String, Json> told : word.outward().members().entrySet()) {
            form = form.with(told.getKey(), told.getValue());
        }
        return form.with("spoken", word.openly());
    }
}
