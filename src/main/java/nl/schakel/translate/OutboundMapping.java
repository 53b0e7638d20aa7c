package nl.schakel.translate;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Scope;

/**
 * A compiled mapping from our own tree to a partner's format.
 *
 * @param reads {@code release} or {@code status}: which tree the rows read
 * @param original format of the original message that a status mapping reads beside the notice
 */
record OutboundMapping(
        String id,
        String version,
        String reads,
        Optional<String> original,
        String writes,
        String mediaType,
        List<Action> rows) {

    /** The same mapping under its version: id and content hash. */
    OutboundMapping at(String hashed) {
        return new OutboundMapping(id, hashed, reads, original, writes, mediaType, rows);
    }

    Step<byte[]> write(Branch root, String seed) {
        Run run = new Run(seed);
        JsonBuilder target = new JsonBuilder();
        Scope whole = Scope.whole(root);
        rows.forEach(row -> row.run(whole, target, run));
        if (run.refusal().isPresent()) {
            return Step.stopped(run.refusal().get());
        }
        if (!run.gaps().isEmpty()) {
            return Step.stopped(Problem.waitingFor(run.gaps()));
        }
        Json.Obj tree = target.build();
        return java.util.Objects.requireNonNull(Formats.WRITERS.get(writes)).write(tree);
    }
}
