package nl.schakel.translate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Scope;

/**
 * A compiled mapping of an envelope that carries another message: its rows give the facts that the envelope knows
 * better than the message inside, the message is read by a mapping of one of the families carried.
 */
record EnvelopeMapping(
        String id,
        String version,
        String reads,
        List<String> kinds,
        List<String> carries,
        List<Action> envelope,
        Ledger ledger) {

    /** The same mapping under its version: id and content hash. */
    EnvelopeMapping at(String hashed) {
        return new EnvelopeMapping(id, hashed, reads, kinds, carries, envelope, ledger);
    }

    /** Writes the envelope's facts; they come first, so the message inside does not change them. */
    void facts(Scope outer, JsonBuilder facts, Run run) {
        envelope.forEach(row -> row.run(outer, facts, run));
    }

    /** The losses of both: every leaf once. */
    List<String> losses(List<String> inner, Scope outer) {
        Set<String> all = new LinkedHashSet<>(inner);
        all.addAll(ledger.close(outer));
        return List.copyOf(all);
    }

    /** What somebody's safety rests on may stand in the envelope too. */
    Step<Scope> safe(Scope outer, List<CodeGap> gaps) {
        return ledger.safe(outer, gaps);
    }

    /** The rules of both, for their reasons. */
    Ledger with(Ledger inner) {
        return inner.and(ledger);
    }

    String version(InboundMapping inside) {
        return version + '+' + inside.version();
    }
}
