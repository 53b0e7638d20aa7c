package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Json;

/**
 * Which parts of a resource a receiver needs: everything, or the members on a list of paths such as {@code
 * Patient.address.city}. It copies what is named and never adds.
 */
final class Projection {
    static final Projection ALL = new Projection(Optional.empty());
    private static final Pattern PATHS =
            Pattern.compile("[A-Z][A-Za-z]*(\\.[a-z][A-Za-z]*)+( [A-Z][A-Za-z]*(\\.[a-z][A-Za-z]*)+)*");

    private final Optional<List<String>> paths;

    private Projection(Optional<List<String>> paths) {
        this.paths = paths;
    }

    /** {@code *} or paths with a space between them; empty when it is neither. */
    static Optional<Projection> of(String text) {
        if ("*".equals(text)) {
            return Optional.of(ALL);
        }
        return PATHS.matcher(text).matches()
                ? Optional.of(new Projection(Optional.of(List.of(text.split(" ")))))
                : Optional.empty();
    }

    /** What is left of the resource; empty when nothing but its type is. */
    Optional<Json.Obj> of(Json.Obj resource) {
        if (paths.isEmpty()) {
            return Optional.of(resource);
        }
        String type = resource.text("resourceType").orElse("");
        List<String> wanted = paths.get().stream()
                .filter(p -> p.startsWith(type + "."))
                .map(p -> p.substring(type.length() + 1))
                .toList();
        Json.Obj left = members(resource, wanted);
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

    private static Json.Obj members(Json.Obj object, List<String> wanted) {
        Map<String, Json> left = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            if (wanted.contains(name)) {
                left.put(name, value);
                return;
            }
            List<String> below = wanted.stream()
                    .filter(p -> p.startsWith(name + "."))
                    .map(p -> p.substring(name.length() + 1))
                    .toList();
            below(value, below).ifPresent(part -> left.put(name, part));
        });
        return new Json.Obj(left);
    }

    private static Optional<Json> below(Json value, List<String> wanted) {
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (value instanceof Json.Obj object) {
            Json.Obj left = members(object, wanted);
            return left.members().isEmpty() ? Optional.empty() : Optional.of(left);
        }
        if (value instanceof Json.Arr array) {
            List<Json> left = new ArrayList<>();
            array.elements().stream().flatMap(e -> below(e, wanted).stream()).forEach(left::add);
            return left.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(left));
        }
        return Optional.empty();
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
