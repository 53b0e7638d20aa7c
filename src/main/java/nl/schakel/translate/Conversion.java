package nl.schakel.translate;

import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Values;

/** Changes one value on its way; empty when nothing is to be written, or when the run was refused at this leaf. */
@FunctionalInterface
interface Conversion {
    Optional<Json> apply(Json value, Leaf at, Run run);

    /** A conversion of text that cannot fail. */
    static Conversion text(java.util.function.UnaryOperator<String> change) {
        return (value, at, run) -> Optional.of(new Json.Text(change.apply(Values.text(value))));
    }

    /** First this, then the next. */
    default Conversion and(Conversion next) {
        return (value, at, run) -> apply(value, at, run).flatMap(v -> next.apply(v, at, run));
    }
}
