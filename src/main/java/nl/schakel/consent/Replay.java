package nl.schakel.consent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Takes a decision again, from what was recorded of it and from the policy of its day; years later the result is the
 * same, or it is shown that something was changed since.
 */
public final class Replay {
    private final Policies policies;

    /** Where policies of other days are found. */
    @FunctionalInterface
    public interface Policies {

        /**
         * The policy of this hash.
         *
         * @param version name under which the decision recorded it
         */
        Optional<LegalBasis> of(String sha256, String version);
    }

    /** @param policies such as {@link PolicyArchive#of} */
    public Replay(Policies policies) {
        this.policies = policies;
    }

    /**
     * What came out.
     *
     * @param recorded hash of what was recorded
     * @param again the decision taken again
     * @param differing categories whose word differs; the question's own hash as {@code question}
     */
    public record Outcome(String recorded, Decision again, List<String> differing) {
        /** Whether every byte is the same. */
        public boolean isSame() {
            return differing.isEmpty();
        }
    }

    /** Refused when the record cannot be read or its policy is not in the archive. */
    public Step<Outcome> of(Json.Obj record) {
        try {
            String policy = ConsentForm.text(record, "policy");
            String sha256 = ConsentForm.text(record, "policySha256");
            Question question = QuestionReader.read(ConsentForm.object(record, "question"));
            return policies.of(sha256, version(policy))
                    .map(basis -> Step.next(outcome(record, new ConsentDesk(basis).decide(question))))
                    .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "policySha256")
                            .seen(sha256)
                            .expected("a policy of the archive")));
        } catch (ConsentForm.Unreadable place) {
            return Step.stopped(Problem.at(ProblemCode.CONSENT_UNRELIABLE, place.where())
                    .expected("the record of a decision, unchanged"));
        }
    }

    private static String version(String policy) {
        int at = policy.lastIndexOf('@');
        return at < 0 ? policy : policy.substring(0, at);
    }

    private static Outcome outcome(Json.Obj record, Decision again) {
        Json.Obj now = again.audit();
        boolean same = Arrays.equals(record.utf8(), now.utf8());
        return new Outcome(Hash.of(record), again, same ? List.of() : differing(record, now));
    }

    private static List<String> differing(Json.Obj record, Json.Obj now) {
        List<String> words = now.object("words").orElseThrow().members().keySet().stream()
                .filter(category -> !word(record, category).equals(word(now, category)))
                .toList();
        return words.isEmpty() ? List.of("question") : words;
    }

    private static Optional<Json> word(Json.Obj record, String category) {
        return record.object("words").flatMap(words -> words.get(category));
    }
}
