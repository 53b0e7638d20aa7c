package nl.schakel.translate.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The closures a source path is made of, and the selectors between brackets. */
public final class Steps {
    public static final Path.Walk END = (node, sink) -> sink.take(node);

    private Steps() {}

    /** Chooses among the places of one name. */
    @FunctionalInterface
    public interface Selector {
        boolean chooses(Node node);
    }

    public static final Selector ANY = node -> true;

    /** All of the places, not one of them. */
    public static final int EACH = 0;

    public static Path.Walk named(String name, Selector selector, Path.Walk next) {
        if (name.indexOf('|') > 0) {
            return either(Set.of(name.split("\\|")), selector, next);
        }
        return new Named(name.intern(), selector, next);
    }

    /** Places of one name; the name is interned, as those of a message's fields are, so that equal names are the same. */
    record Named(String name, Selector selector, Path.Walk next) implements Path.Walk {
        @Override
        public boolean from(Node node, Path.Sink sink) {
            if (!(node instanceof Branch branch)) {
                return isDeletion(node) && next.from(node, sink);
            }
            for (int i = branch.next(name, NameIndex.NONE); i >= 0; i = branch.next(name, i)) {
                if (at(branch.kids().get(i), sink)) {
                    return true;
                }
            }
            return false;
        }

        /** From a place of this name on. */
        boolean at(Node place, Path.Sink sink) {
            return (selector == ANY || selector.chooses(place)) && go(next, place, sink);
        }
    }

    /** As {@code walk.from}; the walks that nearly all paths are made of are called without asking which they are. */
    static boolean go(Path.Walk walk, Node node, Path.Sink sink) {
        if (walk == END) {
            return sink.take(node);
        }
        if (walk instanceof Named named) {
            return named.from(node, sink);
        }
        if (walk instanceof Component component) {
            return component.from(node, sink);
        }
        return walk instanceof Below below ? below.from(node, sink) : walk.from(node, sink);
    }

    /** Places of any of these names, in source order. */
    private static Path.Walk either(Set<String> names, Selector selector, Path.Walk next) {
        return (node, sink) -> {
            if (isDeletion(node)) {
                return next.from(node, sink);
            }
            List<Node> kids = node instanceof Branch branch ? branch.kids() : List.of();
            for (Node kid : kids) {
                if (names.contains(kid.name()) && selector.chooses(kid) && next.from(kid, sink)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The n-th chosen place of one name, from 0. */
    public static Path.Walk nth(String name, Selector selector, int index, Path.Walk next) {
        return (node, sink) -> {
            if (!(node instanceof Branch branch)) {
                return isDeletion(node) && next.from(node, sink);
            }
            int seen = 0;
            for (int i = branch.next(name, NameIndex.NONE); i >= 0; i = branch.next(name, i)) {
                Node kid = branch.kids().get(i);
                if (selector.chooses(kid) && seen++ == index) {
                    return next.from(kid, sink);
                }
            }
            return false;
        };
    }

    /**
     * The chosen places of one name that follow the place at hand, up to the first that is not among the names.
     *
     * @param nth the only one that is meant, from 1; or {@link #EACH}
     */
    public static Path.Walk following(String name, Set<String> among, Selector selector, int nth, Path.Walk next) {
        return (node, sink) -> {
            List<Node> kids = node.parent().kids();
            int seen = 0;
            for (int i = kids.indexOf(node) + 1;
                    i < kids.size() && among.contains(kids.get(i).name());
                    i++) {
                Node kid = kids.get(i);
                boolean named = kid.name().equals(name) && selector.chooses(kid);
                if (named && (++seen == nth || nth == EACH) && next.from(kid, sink)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** An HL7 v2 component; component 1 of a value without components is the value. */
    public static Path.Walk component(String number, Path.Walk next) {
        return new Component("1".equals(number), new Named(number.intern(), ANY, next));
    }

    record Component(boolean first, Named below) implements Path.Walk {
        @Override
        public boolean from(Node node, Path.Sink sink) {
            return node instanceof Leaf leaf
                    ? (first || leaf.isDeletion()) && go(below.next(), node, sink)
                    : below.from(node, sink);
        }
    }

    /** A field of a place of this kind, or, anywhere else, a component. */
    public static Path.Walk below(Node.Kind kind, String number, Path.Walk next) {
        Named field = new Named(number.intern(), ANY, next);
        return new Below(kind, new Component("1".equals(number), field));
    }

    record Below(Node.Kind kind, Component component) implements Path.Walk {
        @Override
        public boolean from(Node node, Path.Sink sink) {
            return node.kind() == kind ? component.below().from(node, sink) : component.from(node, sink);
        }
    }

    /** Who takes a place away takes away all that is below it. */
    private static boolean isDeletion(Node node) {
        return node instanceof Leaf leaf && leaf.isDeletion();
    }

    /**
     * Reads {@code 5=PI|XX,4.1!=NLMINBIZA}: all must hold. What was compared counts as read where the place is chosen by
     * equality.
     */
    public static Selector selector(String text, PathGrammar grammar) {
        List<Selector> all = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            boolean negated = part.contains("!=");
            String[] sides = part.split("!?=", 2);
            if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
                throw new IllegalArgumentException("[" + part + "] is not of the form [path=value]");
            }
            Path path = grammar.compile("./" + sides[0].strip(), List.of());
            all.add(compare(path, Set.of(sides[1].strip().split("\\|", -1)), negated));
        }
        if (all.size() == 1) {
            return all.get(0);
        }
        return node -> {
            for (Selector one : all) {
                if (!one.chooses(node)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Selector compare(Path path, Set<String> values, boolean negated) {
        Predicate<Node> equal = path.anyBelow(leaf -> {
            boolean same = leaf.isOneOf(values);
            if (same && !negated) {
                leaf.read();
            }
            return same;
        });
        return node -> equal.test(node) != negated;
    }
}
