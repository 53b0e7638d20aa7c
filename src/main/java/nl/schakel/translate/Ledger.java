package nl.schakel.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;

/**
 * The closing of a source's account: every leaf is mapped, dropped by a named rule, or reported as unmapped; and nothing
 * that safety rests on stays unread.
 */
final class Ledger {
    private final List<Rule> rules;
    private final List<Path> safety;

    /**
     * Leaves that are left out knowingly.
     *
     * @param name said in the account
     * @param why the reason, for people
     */
    record Rule(String name, Path path, String why, String head) {
        Rule(String name, Path path, String why) {
            this(name, path, why, path.head());
        }
    }

    Ledger(List<Rule> rules, List<Path> safety) {
        this.rules = List.copyOf(rules);
        this.safety = List.copyOf(safety);
    }

    /** Paths only, never values: {@code PV1-2 dropped by patient-class}, {@code ZXX-1 unmapped}. */
    List<String> close(Scope whole) {
        List<String> losses = drop(whole);
        whole.outward(Path.WHOLE).leaves(leaf -> {
            if (leaf.fate() == Leaf.Fate.UNMAPPED) {
                losses.add(leaf.path() + " unmapped");
            }
        });
        return losses;
    }

    /** Of all leaves those that their sender deletes and a row understood: {@code PID-13 deleted by the sender}. */
    static List<String> deleted(Branch root) {
        List<String> deleted = new ArrayList<>();
        root.leaves(leaf -> {
            if (leaf.isDeletion() && leaf.fate() == Leaf.Fate.READ) {
                deleted.add(leaf.path() + " deleted by the sender");
            }
        });
        return deleted;
    }

    /** Places that safety rests on and that the sender deletes: they count as read, and change nothing. */
    List<Leaf> protectedDeletions(Scope whole) {
        List<Leaf> found = new ArrayList<>();
        for (Path path : safety) {
            path.each(
                    whole,
                    place -> place.leaves(leaf -> {
                        if (leaf.isDeletion()) {
                            leaf.read();
                            found.add(leaf);
                        }
                    }));
        }
        return found;
    }

    /** Lets every rule leave out what is its own and no row has read. Most rules are about places that are not there. */
    List<String> drop(Scope whole) {
        List<String> losses = new ArrayList<>();
        Set<String> open = open((Branch) whole.outward(Path.WHOLE));
        for (Rule rule : rules) {
            if (rule.head().isEmpty() || open.contains(rule.head())) {
                rule.path().each(whole, place -> place.leaves(leaf -> drop(leaf, rule.name(), losses)));
            }
        }
        return losses;
    }

    /** Names at the top of the message below which a leaf waits for its fate. */
    private static Set<String> open(Branch root) {
        Set<String> open = new HashSet<>();
        for (Node kid : root.kids()) {
            kid.leaves(leaf -> {
                if (leaf.fate() == Leaf.Fate.UNMAPPED) {
                    open.add(kid.name());
                }
            });
        }
        return open;
    }

    private static void drop(Leaf leaf, String rule, List<String> losses) {
        if (leaf.fate() == Leaf.Fate.UNMAPPED) {
            leaf.drop(rule);
            StringBuilder loss = new StringBuilder(64);
            leaf.write(loss);
            losses.add(loss.append(" dropped by ").append(rule).toString());
        }
    }

    /**
     * A value that somebody's safety rests on and that no row read stops the message, whatever a drop rule says; one that
     * waits for its code stops it by itself.
     */
    Step<Scope> safe(Scope whole, List<CodeGap> gaps) {
        List<Leaf> unread = new ArrayList<>(0);
        for (Path path : safety) {
            path.each(
                    whole,
                    place -> place.leaves(leaf -> {
                        if (leaf.fate() != Leaf.Fate.READ && leaf.text().isPresent() && !waits(leaf, gaps)) {
                            unread.add(leaf);
                        }
                    }));
        }
        return unread.isEmpty()
                ? Step.next(whole)
                : Step.stopped(Problem.at(
                        ProblemCode.SAFETY_NOT_UNDERSTOOD, unread.get(0).path()));
    }

    private static boolean waits(Leaf leaf, List<CodeGap> gaps) {
        return gaps.stream().anyMatch(gap -> gap.place().equals(leaf.path()));
    }

    /** Its rules and after them those of another; its own safety. */
    Ledger and(Ledger other) {
        List<Rule> both = new ArrayList<>(rules);
        both.addAll(other.rules);
        return new Ledger(both, safety);
    }

    /** The reason of a rule. */
    String why(String name) {
        return rules.stream()
                .filter(rule -> rule.name().equals(name))
                .map(Rule::why)
                .findFirst()
                .orElse("");
    }
}
