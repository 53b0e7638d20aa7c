package nl.schakel.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.Leaf;

/**
 * Puts {@link Leaf#DELETION} into a tree of a release wherever something was taken away and nothing came in its place, so
 * that the rows of a mapping which would write a value there write the deletion.
 */
final class Erasure {
    private static final String JOINED = "joined";
    private static final String ITEMS = "items";

    private Erasure() {}

    static Json.Obj in(Json.Obj release, List<Deletion> deletions) {
        Json.Obj tree = release;
        for (Deletion deletion : deletions) {
            tree = deletion.path().isEmpty() ? pieces(tree, deletion) : members(tree, deletion);
        }
        return tree;
    }

    private static Json.Obj members(Json.Obj tree, Deletion deletion) {
        Json.Obj joined = tree.object(JOINED).orElse(Json.object());
        Json.Obj resource = joined.object(deletion.resourceType())
                .orElse(Json.object().with("resourceType", deletion.resourceType()));
        return tree.with(JOINED, joined.with(deletion.resourceType(), erased(resource, deletion.path())));
    }

    private static Json.Obj erased(Json.Obj object, List<Deletion.Member> path) {
        Deletion.Member first = path.get(0);
        List<Deletion.Member> below = path.subList(1, path.size());
        Json value = object.members().get(first.name());
        if (value == null) {
            return object.with(first.name(), absent(first, below));
        }
        if (value instanceof Json.Arr array) {
            return object.with(first.name(), elements(array.elements(), first, below));
        }
        return value instanceof Json.Obj inner && !below.isEmpty()
                ? object.with(first.name(), erased(inner, below))
                : object;
    }

    /** Of an array nothing is left to speak of, so that it is deleted as a whole; what a rule chooses by stays to be chosen. */
    private static Json absent(Deletion.Member at, List<Deletion.Member> below) {
        if (!at.repeats()) {
            return below.isEmpty() ? Leaf.DELETION : erased(Json.object(), below);
        }
        return Json.array(below.isEmpty() || at.known().isEmpty() ? Leaf.DELETION : element(at, below));
    }

    private static Json.Obj element(Deletion.Member at, List<Deletion.Member> below) {
        return erased(new Json.Obj(at.known()), below);
    }

    /** An element that is told is told as a whole; only what is missing in it, or the whole of a missing one, is deleted. */
    private static Json elements(List<Json> elements, Deletion.Member at, List<Deletion.Member> below) {
        List<Json> all = new ArrayList<>();
        boolean meant = false;
        for (Json element : elements) {
            boolean here = !below.isEmpty() && element instanceof Json.Obj && at.means(element);
            meant |= here;
            all.add(here ? erased((Json.Obj) element, below) : element);
        }
        if (below.isEmpty()) {
            all.add(Leaf.DELETION);
        } else if (!meant && !at.known().isEmpty()) {
            all.add(element(at, below));
        }
        return new Json.Arr(all);
    }

    /** In place of the last of them one that has nothing but deletions. */
    private static Json.Obj pieces(Json.Obj tree, Deletion deletion) {
        List<Json> items = new ArrayList<>(tree.list(ITEMS));
        boolean told = items.stream()
                .flatMap(item -> item.asObject().stream())
                .flatMap(item -> item.object("resource").stream())
                .anyMatch(resource -> resource.text("resourceType")
                        .filter(deletion.resourceType()::equals)
                        .isPresent());
        if (told) {
            return tree;
        }
        Map<String, Json> resource = new LinkedHashMap<>();
        resource.put("resourceType", new Json.Text(deletion.resourceType()));
        deletion.members().forEach(name -> resource.put(name, Leaf.DELETION));
        items.add(Json.object()
                .with("category", deletion.category().code())
                .with("labels", Json.array())
                .with("resource", new Json.Obj(resource)));
        return tree.with(ITEMS, new Json.Arr(items));
    }
}
