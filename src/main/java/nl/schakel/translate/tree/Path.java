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

    /** The name that everything this path finds stands below in the whole message; empty when there is no one name. */
    public String head() {
        return hops == WHOLE && walk instanceof Steps.Named named ? named.name() : "";
    }

    /** Visits all places, in source order. */
    public void each(Scope scope, Consumer<Node> visit) {
        walk.from(scope.outward(hops), node -> {
            visit.accept(node);
            return false;
        });
    }

    /** All places, in source order. */
    public List<Node> all(Scope scope) {
        List<Node> found = new ArrayList<>(4);
        each(scope, found::add);
        return found;
    }

    /** The first place that holds a value; a place whose value the sender deletes counts as read. */
    public Optional<Leaf> value(Scope scope) {
        First first = new First();
        walk.from(scope.outward(hops), first);
        return Optional.ofNullable(first.found);
    }

    /** Whether any leaf below this place fits. */
    public boolean anyBelow(Node node, Predicate<Leaf> fits) {
        return walk.from(node, found -> found.leaf().map(fits::test).orElse(false));
    }

    /** Whether any leaf fits. */
    public boolean any(Scope scope, Predicate<Leaf> fits) {
        return anyBelow(scope.outward(hops), fits);
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
            Optional<Leaf> leaf = node.leaf();
            if (leaf.isPresent() && leaf.get().text().isEmpty()) {
                leaf.get().read();
                return false;
            }
            leaf.ifPresent(l -> found = l);
            return leaf.isPresent();
        }
    }
}
