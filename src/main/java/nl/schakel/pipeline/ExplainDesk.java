package nl.schakel.pipeline;

import java.time.Clock;
import java.util.Optional;
import nl.schakel.pipeline.Explaining.Asking;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;

/** The one door for what would be decided and why; the desk behind it is the one that decides at release. */
public final class ExplainDesk {
    private final BasisDesk referrals;
    private final Explaining explaining;
    private final Clock clock;

    ExplainDesk(BasisDesk referrals, Explaining explaining, Clock clock) {
        this.referrals = referrals;
        this.explaining = explaining;
        this.clock = clock;
    }

    /**
     * Answers a question about a referral that is here, {@code {"reference": ..., "receiver": ...}} with the receiver left
     * out for all of them, or about a client who is described, {@code {"to": ..., "category": ..., "purpose": ...}} with
     * {@code from}, {@code client} and {@code at} as in {@code schakel basis explain}.
     *
     * @return per receiver the words on every category, or the word on the one with every rule that spoke; refused with
     *     {@code REQUIRED_MISSING} or {@code VALUE_INVALID} at the field, {@code NOT_FOUND}, or as the JSON is broken
     */
    public Step<Json.Obj> answer(byte[] question) {
        return StrictJson.readObject(question)
                .then(asked -> asked.get("reference").isPresent() ? referral(asked) : described(asked));
    }

    private Step<Json.Obj> referral(Json.Obj asked) {
        Optional<ReferralReference> reference = asked.text("reference").flatMap(ReferralReference::parse);
        if (reference.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "reference"));
        }
        if (asked.get("receiver").isEmpty()) {
            return referrals.explain(reference.get(), Optional.empty());
        }
        return text(asked, "receiver")
                .then(id -> PartnerId.isWellFormed(id)
                        ? referrals.explain(reference.get(), Optional.of(new PartnerId(id)))
                        : Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "receiver")
                                .expected("a partner's id")));
    }

    private Step<Json.Obj> described(Json.Obj asked) {
        if (asked.get("client").isPresent() && asked.object("client").isEmpty()) {
            return Step.stopped(
                    Problem.at(ProblemCode.VALUE_INVALID, "client").expected("a description as a JSON object"));
        }
        return text(asked, "to")
                .then(to -> text(asked, "category")
                        .then(category -> text(asked, "purpose")
                                .map(purpose -> new Asking(
                                        to,
                                        asked.text("from"),
                                        category,
                                        purpose,
                                        asked.object("client"),
                                        asked.text("at")))))
                .then(asking -> explaining.explain(asking, clock.instant()))
                .map(Explaining.Explained::answer);
    }

    private static Step<String> text(Json.Obj asked, String name) {
        return asked.text(name)
                .filter(text -> !text.isBlank())
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, name)
                        .expected(asked.members().isEmpty() ? "a reference, or to, category and purpose" : "a text")));
    }
}
