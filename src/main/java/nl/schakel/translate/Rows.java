package nl.schakel.translate;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.JsonTree;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.TargetPath;

/** The kinds of row. A target that has its value already is left alone, and the source of the later row stays unread. */
final class Rows {
    private Rows() {}

    static Action constant(Condition condition, Json value, TargetPath to) {
        return (scope, target, run) -> {
            if (condition.holds(scope) && !to.taken(target)) {
                to.put(target, value);
                run.wrote(target, to, value, List.of());
            }
            return false;
        };
    }

    /** The first of the paths that has a value. */
    static Action first(Condition condition, List<Path> from, Conversion as, TargetPath to, boolean required) {
        Path[] paths = from.toArray(Path[]::new);
        return (scope, target, run) -> {
            if (!condition.holds(scope) || to.taken(target)) {
                return false;
            }
            boolean live = false;
            for (Path path : paths) {
                Optional<Leaf> leaf = path.value(scope);
                if (leaf.isPresent()) {
                    return write(leaf.get(), as, to, target, run);
                }
            }
            if (run.deletes()) {
                live = isDeleted(from, scope, to, target, run);
            }
            if (required) {
                run.refuse(Problem.at(ProblemCode.REQUIRED_MISSING, from.get(0).text()));
            }
            return live;
        };
    }

    /** Whether the way out writes the deletion of the first of these that is deleted. */
    private static boolean isDeleted(List<Path> from, Scope scope, TargetPath to, JsonBuilder target, Run run) {
        for (Path path : from) {
            Optional<Leaf> deletion = path.deletion(scope);
            if (deletion.isPresent()) {
                return run.deleted(deletion.get(), target, to, Known.ALL, true);
            }
        }
        return false;
    }

    /**
     * All values of the path, each an element of the target.
     *
     * @param alone whether no other row beside it adds elements there
     */
    static Action each(Condition condition, Path from, Conversion as, TargetPath to, boolean alone) {
        return (scope, target, run) -> {
            boolean live = false;
            List<Node> found = condition.holds(scope) ? from.all(scope) : List.of();
            for (Node node : found) {
                Optional<Leaf> leaf = node.leaf();
                if (leaf.isEmpty()) {
                    continue;
                }
                if (leaf.get().text().isPresent()) {
                    live |= write(leaf.get(), as, to, target, run);
                } else if (leaf.get().isDeletion()) {
                    live |= run.deleted(leaf.get(), target, to, Known.ALL, alone);
                } else {
                    leaf.get().read();
                }
            }
            return live;
        };
    }

    /** The first values of several paths, or all values of one path, as one text. */
    static Action join(Condition condition, List<Path> from, String with, Conversion as, TargetPath to) {
        return (scope, target, run) -> {
            if (!condition.holds(scope) || to.taken(target)) {
                return false;
            }
            List<Leaf> leaves = joined(from, scope);
            if (leaves.isEmpty()) {
                return run.deletes() && isDeleted(from, scope, to, target, run);
            }
            Optional<Json> value = as.apply(new Json.Text(text(leaves, with)), leaves.get(0), run);
            value.ifPresent(v -> {
                leaves.forEach(Leaf::read);
                run.reads(leaves.get(0));
                to.put(target, v);
                run.wrote(target, to, v, leaves);
            });
            return value.isPresent();
        };
    }

    private static List<Leaf> joined(List<Path> from, Scope scope) {
        List<Leaf> leaves = new ArrayList<>();
        if (from.size() > 1) {
            from.forEach(path -> path.value(scope).ifPresent(leaves::add));
        } else {
            from.get(0)
                    .each(
                            scope,
                            node -> node.leaf()
                                    .filter(leaf -> leaf.text().isPresent())
                                    .ifPresent(leaves::add));
        }
        return leaves;
    }

    private static String text(List<Leaf> leaves, String with) {
        StringBuilder text = new StringBuilder();
        for (Leaf leaf : leaves) {
            text.append(text.isEmpty() ? "" : with).append(leaf.text().orElse(""));
        }
        return text.toString();
    }

    /** Everything below a place, as it stands. */
    static Action tree(Condition condition, Path from, TargetPath to) {
        return (scope, target, run) -> {
            List<Node> found = condition.holds(scope) && !to.taken(target) ? from.all(scope) : List.of();
            for (Node node : found) {
                if (!to.taken(target)) {
                    run.reads(node);
                    to.put(target, JsonTree.copy(node));
                    run.copied(target, to, node);
                }
            }
            return !found.isEmpty();
        };
    }

    /** Stops the translation, so that nothing goes out or in that must not. */
    static Action refuse(Condition condition, ProblemCode code, String place) {
        return (scope, target, run) -> {
            if (condition.holds(scope)) {
                run.refuse(Problem.at(code, place));
            }
            return false;
        };
    }

    /** The whole message as another mapping writes it, in base64. */
    static Action document(Condition condition, OutboundMapping mapping, TargetPath to) {
        return (scope, target, run) -> {
            if (!condition.holds(scope)) {
                return false;
            }
            Step<byte[]> written = mapping.write((Branch) scope.outward(Path.WHOLE), run.seed());
            if (written instanceof Step.Stopped<byte[]> stopped) {
                run.refuse(stopped.problem());
                return false;
            }
            byte[] bytes = ((Step.Next<byte[]>) written).value();
            Json encoded = new Json.Text(Base64.getEncoder().encodeToString(bytes));
            to.put(target, encoded);
            run.wrote(target, to, encoded, List.of());
            return true;
        };
    }

    private static boolean write(Leaf leaf, Conversion as, TargetPath to, JsonBuilder target, Run run) {
        Optional<Json> value = as.apply(stripped(leaf), leaf, run);
        if (value.isEmpty()) {
            return false;
        }
        leaf.read();
        run.reads(leaf);
        to.put(target, value.get());
        run.wrote(target, to, value.get(), leaf);
        return true;
    }

    private static Json stripped(Leaf leaf) {
        if (!(leaf.value() instanceof Json.Text text)) {
            return leaf.value();
        }
        String stripped = leaf.text().orElseThrow();
        return stripped.length() == text.value().length() ? text : new Json.Text(stripped);
    }
}
