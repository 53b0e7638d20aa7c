package nl.schakel.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;

/**
 * Remembers what the rows of one run read and wrote, for somebody who asked. A value is remembered by the builder it
 * went into; where that builder ends up is known only when the target is whole.
 */
final class Recorder {
    private final List<Write> writes = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final IdentityHashMap<Leaf, Rule> readers = new IdentityHashMap<>();
    private final IdentityHashMap<Leaf, Map<Rule, Equivalence>> shifts = new IdentityHashMap<>();
    private final List<Leaf> unread = new ArrayList<>();
    private final List<Explanation.Deleted> deletions = new ArrayList<>();

    /**
     * A value that went into a builder.
     *
     * @param local its place in that builder
     */
    record Write(Rule rule, JsonBuilder into, String local, Json value, List<Leaf> from) {}

    /** A finished tree, its name in the paths, and the category of all that is in it. */
    record Target(String name, Optional<Category> category, JsonBuilder root) {}

    /** The source as its reader left it; what the reader read by itself has no rule. */
    void source(Branch root) {
        root.leaves(leaf -> {
            if (leaf.fate() == Leaf.Fate.UNMAPPED) {
                unread.add(leaf);
            }
        });
    }

    void target(String name, Optional<Category> category, JsonBuilder root) {
        targets.add(new Target(name, category, root));
    }

    void shifted(Rule rule, Leaf from, Equivalence how) {
        shifts.computeIfAbsent(from, leaf -> new HashMap<>()).put(rule, how);
    }

    /** How the meaning of this leaf changed under this rule. */
    Optional<Equivalence> shift(Rule rule, Leaf from) {
        return Optional.ofNullable(shifts.getOrDefault(from, Map.of()).get(rule));
    }

    Stream<Equivalence> shifts(Leaf from) {
        return shifts.getOrDefault(from, Map.of()).values().stream();
    }

    void deleted(Explanation.Deleted deletion) {
        deletions.add(deletion);
    }

    List<Explanation.Deleted> deletions() {
        return deletions;
    }

    void wrote(Rule rule, JsonBuilder into, String local, Json value, List<Leaf> from) {
        writes.add(new Write(rule, into, local, value, List.copyOf(from)));
    }

    /** One entry for each leaf of the copy. */
    void copied(Rule rule, JsonBuilder into, String local, Node from) {
        int above = from.path().length();
        from.leaves(leaf -> {
            String below = leaf.path().substring(above);
            String dot = below.isEmpty() || above > 0 ? "" : ".";
            wrote(rule, into, local + dot + below, leaf.value(), List.of(leaf));
        });
    }

    /** A rule has ended: what became read meanwhile was read by it, be it to write or to choose. */
    void settle(Rule rule) {
        Iterator<Leaf> left = unread.iterator();
        while (left.hasNext()) {
            Leaf leaf = left.next();
            if (leaf.fate() == Leaf.Fate.READ) {
                readers.put(leaf, rule);
                left.remove();
            }
        }
    }

    List<Write> writes() {
        return writes;
    }

    List<Target> targets() {
        return targets;
    }

    /** The first rule that read this leaf. */
    Optional<Rule> reader(Leaf leaf) {
        return Optional.ofNullable(readers.get(leaf));
    }
}
