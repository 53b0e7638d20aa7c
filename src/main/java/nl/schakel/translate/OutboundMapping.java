package nl.schakel.translate;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.Writer;

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
        Writer writer,
        String mediaType,
        List<Action> rows,
        Ledger ledger) {

    /** The same mapping under its version: id and content hash. */
    OutboundMapping at(String hashed) {
        return new OutboundMapping(id, hashed, reads, original, writer, mediaType, rows, ledger);
    }

    /** What production does. */
    Step<byte[]> write(Branch root, String seed) {
        return tree(root, seed, Optional.empty()).then(writer::write);
    }

    /** The same with an account of every value. */
    Step<Explanation<byte[]>> explain(Branch root, String seed) {
        Recorder recorder = new Recorder();
        recorder.source(root);
        return tree(root, seed, Optional.of(recorder))
                .then(tree -> writer.write(tree).map(bytes -> explained(bytes, tree, root, recorder)));
    }

    private Explanation<byte[]> explained(byte[] bytes, Json.Obj tree, Branch root, Recorder recorder) {
        ledger.drop(Scope.whole(root));
        Lineage lineage = Lineage.of(recorder, new OwnOrigins(root), path -> writer.place(tree, path));
        return new Explanation<>(
                bytes, version, tree, lineage.fields(), List.of(), lineage.account(root, ledger, reads));
    }

    private Step<Json.Obj> tree(Branch root, String seed, Optional<Recorder> recorder) {
        Run run = Run.out(seed, root.deletes(), recorder);
        JsonBuilder target = new JsonBuilder();
        recorder.ifPresent(r -> r.target("", Optional.empty(), target));
        Scope whole = Scope.whole(root);
        rows.forEach(row -> row.run(whole, target, run));
        run.writeDeletions();
        return run.refusal()
                .or(() -> run.gaps().isEmpty() ? Optional.empty() : Optional.of(Problem.waitingFor(run.gaps())))
                .<Step<Json.Obj>>map(Step::stopped)
                .orElseGet(() -> ledger.safe(whole, List.of()).map(read -> run.built(target)));
    }
}
