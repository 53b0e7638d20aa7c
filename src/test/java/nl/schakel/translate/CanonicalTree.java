package nl.schakel.translate;

import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.evidence.TranslatedReferral;

/** The canonical form and a problem as trees, for the {@code canonical.json} and {@code expected-problem.json} of examples. */
final class CanonicalTree {
    private CanonicalTree() {}

    static Json.Obj of(TranslatedReferral translated) {
        return CanonicalForm.of(translated);
    }

    static Json.Obj of(Problem problem) {
        Json.Obj tree = Json.object().with("code", problem.code().name());
        return with(with(tree, "place", problem.place()), "seen", problem.seen());
    }

    private static Json.Obj with(Json.Obj tree, String name, Optional<String> value) {
        return value.map(text -> tree.with(name, text)).orElse(tree);
    }
}
