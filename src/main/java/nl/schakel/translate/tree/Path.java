package nl.schakel.translate.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A compiled source path: a chain of closures from a scope to the places it names. */
public final class Path {
    /** More groups than a file can nest: the whole message. */
    public static final int WHOLE = Integer.MAX_VALUE;

    private final String text;
    private final int hops;
    private final Walk walk;

    /** Visits places; a sink that has enough answers true and the walk ends. */
    @FunctionalInterface
    public interface Walk {
        boolean from(Node node, Sink sink);
    }

    /** Takes places. */
    @FunctionalInterface
    public interface Sink {
        boolean take(Node node);
    }

    public Path(String text, int hops, Walk walk) {
        this.text = text;
        this.hops = hops;
        this.walk = walk;
    }

    /**
     * A path as rows write it: {@code /} begins at the whole, {@code ../} a group further out, {@code .} is the place itself.
     *
     * @param groups the {@code each} paths around the row
     * @param rest what to compile from there
     */
    public static Path of(String text, List<String> groups, String rest, Function<String, Walk> compile) {
        int hops = groups.isEmpty() ? WHOLE : 0;
        String left = rest;
        if (left.startsWith("/")) {
            hops = WHOLE;
            left = left.substring(1);
        }
        while (left.startsWith("../")) {
            hops = hops == WHOLE ? hops : hops + 1;
            left = left.substring(3);
        }
        left = left.startsWith("./") ? left.substring(2) : left;
        return new Path(text, hops, ".".equals(left) ? Steps.END : compile.apply(left));
    }

    public String text() {
        return text;
    }

    /** The same path in a tree that hangs below another one; a path from a group's place stays as it is. */
    public Path under(String root) {
        return hops == WHOLE ? new Path(text, hops, Steps.named(root, Steps.ANY, walk)) : this;
    }

    /** The names, two at most, that everything this path finds stands below in the whole message; fewer when not one name is meant. */
    public List<String> beginning() {
        if (hops != WHOLE || !(walk instanceof Steps.Named first)) {
            return List.of();
        }
        return first.next() instanceof Steps.Named second
                ? List.of(first.name(), second.name())
                : List.of(first.name());
    }

    /** Visits all places, in source order. */
    public void each(Scope scope, Consumer<Node> visit) {
        Steps.go(walk, scope.outward(hops), node -> {
            visit.accept(node);
            return false;
        });
    }

    /** All places, in source order. */
    public List<Node> all(Scope scope) {
        All all = new All();
        Steps.go(walk, scope.outward(hops), all);
        return all.found;
    }

    /** The first place that holds a value; a place whose value the sender deletes counts as read. */
    public Optional<Leaf> value(Scope scope) {
        First first = new First();
        Steps.go(walk, scope.outward(hops), first);
        return Optional.ofNullable(first.found);
    }

    /** Whether any leaf below a place fits. */
    Predicate<Node> anyBelow(Predicate<Leaf> fits) {
        Sink sink = leaf(fits);
        return node -> Steps.go(walk, node, sink);
    }

    /** Whether any leaf fits. */
    public Predicate<Scope> any(Predicate<Leaf> fits) {
        Sink sink = leaf(fits);
        return scope -> Steps.go(walk, scope.outward(hops), sink);
    }

    private static Sink leaf(Predicate<Leaf> fits) {
        return found -> {
            Leaf leaf = found.standing();
            return leaf != null && fits.test(leaf);
        };
    }

    /** The first place whose value its sender takes away; to be asked where no place has a value. */
    public Optional<Leaf> deletion(Scope scope) {
        Deletion deletion = new Deletion();
        walk.from(scope.outward(hops), deletion);
        return Optional.ofNullable(deletion.found);
    }

    private static final class Deletion implements Sink {
        private @Nullable Leaf found;

        @Override
        public boolean take(Node node) {
            Optional<Leaf> leaf = node.leaf().filter(Leaf::isDeletion);
            leaf.ifPresent(l -> found = l);
            return leaf.isPresent();
        }
    }

    private static final class First implements Sink {
        private @Nullable Leaf found;

        @Override
        public boolean take(Node node) {
            Leaf leaf = node.standing();
            if (leaf == null) {
                return false;
            }
            if (leaf.isNothing()) {
                leaf.read();
                return false;
            }
            found = leaf;
            return true;
        }
    }

    private static final class All implements Sink {
        private List<Node> found = List.of();

        @Override
        public boolean take(Node node) {
            if (found.isEmpty()) {
                found = new ArrayList<>(4);
            }
            found.add(node);
            return false;
        }
    }
}
