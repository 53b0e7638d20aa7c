package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.Json;

/**
 * Which parts of a resource a receiver needs: all but its free text, and the members on a list of paths. It copies what is
 * named and never adds; free text goes only where a path names it.
 */
record Projection(boolean all, List<NeededPath> paths) {
    Projection {
        paths = List.copyOf(paths);
    }

    /** What is left of the resource; empty when nothing but its type is. */
    Optional<Json.Obj> of(Json.Obj resource) {
        List<List<NeededPath.Step>> wanted = paths.stream()
                .filter(path -> path.isOf(resource))
                .map(NeededPath::steps)
                .toList();
        Json.Obj left = members(resource.without("resourceType"), wanted, all);
        return left.members().isEmpty()
                ? Optional.empty()
                : Optional.of(typed(resource.get("resourceType").orElseThrow(), left));
    }

    private static Json.Obj typed(Json type, Json.Obj left) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("resourceType", type);
        members.putAll(left.members());
        return new Json.Obj(members);
    }

    private static Json.Obj members(Json.Obj object, List<List<NeededPath.Step>> wanted, boolean whole) {
        Map<String, Json> left = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            List<List<NeededPath.Step>> here = wanted.stream()
                    .filter(steps -> steps.get(0).name().equals(name))
                    .toList();
            part(value, here, whole && !FreeText.is(name)).ifPresent(part -> left.put(name, part));
        });
        return new Json.Obj(left);
    }

    private static Optional<Json> part(Json value, List<List<NeededPath.Step>> wanted, boolean whole) {
        if (value instanceof Json.Arr array) {
            List<Json> left = new ArrayList<>();
            array.elements().forEach(element -> part(element, wanted, whole).ifPresent(left::add));
            return left.isEmpty() && !(whole && array.elements().isEmpty())
                    ? Optional.empty()
                    : Optional.of(new Json.Arr(left));
        }
        List<List<NeededPath.Step>> picked = wanted.stream()
                .filter(steps -> steps.get(0).which().map(w -> w.picks(value)).orElse(true))
                .toList();
        boolean here = whole || picked.stream().anyMatch(steps -> steps.size() == 1);
        if (!(value instanceof Json.Obj object)) {
            return here ? Optional.of(value) : Optional.empty();
        }
        List<List<NeededPath.Step>> below = picked.stream()
                .filter(steps -> steps.size() > 1)
                .map(steps -> steps.subList(1, steps.size()))
                .toList();
        Json.Obj left = members(object, below, here);
        return left.members().isEmpty() && !(here && object.members().isEmpty()) ? Optional.empty() : Optional.of(left);
    }

    /** Whether everything that the other keeps is kept by this one, whatever the resource. */
    boolean covers(Projection other) {
        return (all || !other.all)
                && other.paths.stream()
                        .allMatch(path ->
                                (all && !path.namesFreeText()) || paths.stream().anyMatch(own -> own.covers(path)));
    }

    /** All paths of a tree, for tests and for counting. */
    static Stream<String> paths(Json tree, String at) {
        if (tree instanceof Json.Obj object) {
            return object.members().entrySet().stream().flatMap(e -> paths(e.getValue(), at + "." + e.getKey()));
        }
        if (tree instanceof Json.Arr array) {
            return array.elements().stream().flatMap(e -> paths(e, at));
        }
        return Stream.of(at);
    }
}
