package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;

/** The account of a source message: every leaf is mapped, dropped by a named rule, or reported as unmapped. */
record Ledger(List<Rule> rules) {

    /**
     * Leaves that are left out knowingly.
     *
     * @param name said in the account; the reason stands beside it in the mapping file
     */
    record Rule(String name, Path path) {}

    Ledger {
        rules = List.copyOf(rules);
    }

    /** Paths only, never values: {@code PV1-2 dropped by patient-class}, {@code ZXX-1 unmapped}. */
    List<String> close(Scope whole) {
        List<String> losses = new ArrayList<>();
        for (Rule rule : rules) {
            rule.path().each(whole, place -> place.leaves(leaf -> drop(leaf, rule.name(), losses)));
        }
        whole.outward(Path.WHOLE).leaves(leaf -> {
            if (leaf.fate() == Leaf.Fate.UNMAPPED) {
                losses.add(leaf.path() + " unmapped");
            }
        });
        return losses;
    }

    private static void drop(Leaf leaf, String rule, List<String> losses) {
        if (leaf.fate() == Leaf.Fate.UNMAPPED) {
            leaf.drop();
            losses.add(leaf.path() + " dropped by " + rule);
        }
    }
}
