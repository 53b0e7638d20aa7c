package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;
import org.jspecify.annotations.Nullable;

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
    record Rule(String name, Path path, String why, OpenPlaces.Two about, String says) {
        Rule(String name, Path path, String why) {
            this(name, path, why, OpenPlaces.Two.of(path), " dropped by " + name);
        }
    }

    Ledger(List<Rule> rules, List<Path> safety) {
        this.rules = List.copyOf(rules);
        this.safety = List.copyOf(safety);
    }

    /** Paths only, never values: {@code PV1-2 dropped by patient-class}, {@code ZXX-1 unmapped}. */
    List<String> close(Scope whole) {
        OpenPlaces open = OpenPlaces.of((Branch) whole.outward(Path.WHOLE));
        List<String> losses = drop(whole, open);
        for (Leaf leaf : open.leaves()) {
            if (leaf.fate() == Leaf.Fate.UNMAPPED) {
                losses.add(leaf.path() + " unmapped");
            }
        }
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

    /** Lets every rule leave out what is its own and no row has read. */
    void drop(Scope whole) {
        drop(whole, OpenPlaces.of((Branch) whole.outward(Path.WHOLE)));
    }

    /** Most rules are about places that are not there, or that rows have read. */
    private List<String> drop(Scope whole, OpenPlaces open) {
        Dropping dropping = new Dropping(open.leaves().size());
        for (Rule rule : rules) {
            if (open.mayHold(rule.about())) {
                dropping.leaveOut(rule, whole);
            }
        }
        return dropping.losses;
    }

    /** Leaves out what is left below the places of the rule at hand, and says so. */
    private static final class Dropping implements Consumer<Node> {
        private final List<String> losses;
        private final StringBuilder loss = new StringBuilder(80);
        private final Consumer<Leaf> drop = this::drop;
        private @Nullable Rule rule;

        Dropping(int leaves) {
            losses = new ArrayList<>(leaves);
        }

        void leaveOut(Rule of, Scope whole) {
            rule = of;
            of.path().each(whole, this);
        }

        @Override
        public void accept(Node place) {
            place.leaves(drop);
        }

        private void drop(Leaf leaf) {
            Rule by = Objects.requireNonNull(rule);
            if (leaf.fate() == Leaf.Fate.UNMAPPED) {
                leaf.drop(by.name());
                loss.setLength(0);
                leaf.write(loss);
                losses.add(loss.append(by.says()).toString());
            }
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
