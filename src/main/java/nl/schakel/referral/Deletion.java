package nl.schakel.referral;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that the sender of a message takes away, as HL7 v2 does with two double quotes (chapter 2.5.3). It holds no
 * value of the message.
 *
 * @param place in the message, such as {@code PID-13}
 * @param category of the pieces that it is about
 * @param path from the resource to the member that is taken away; empty for the pieces as a whole
 * @param alone whether nothing else of a message goes to the same member: otherwise what the message says beside it
 *     counts, and nothing is taken out of what was known
 */
public record Deletion(String place, Category category, String resourceType, List<Member> path, boolean alone) {

    /**
     * One step of a path.
     *
     * @param repeats whether the member is an array
     * @param known members that the elements meant always have: the system of an extension, the use of a telephone
     * @param others what elements have that are not meant, because another place of the message is about them
     */
    public record Member(String name, boolean repeats, Map<String, Json> known, List<Map<String, Json>> others) {
        public Member {
            known = Map.copyOf(known);
            others = List.copyOf(others);
        }

        /** A member that is an object or a value. */
        public static Member single(String name) {
            return new Member(name, false, Map.of(), List.of());
        }

        /** All elements of an array. */
        public static Member each(String name) {
            return new Member(name, true, Map.of(), List.of());
        }

        /** Whether this element of the array is meant. */
        public boolean means(Json element) {
            return has(element, known) && others.stream().noneMatch(other -> has(element, other));
        }

        private static boolean has(Json element, Map<String, Json> members) {
            return members.isEmpty()
                    || element.asObject()
                            .filter(object -> object.members().entrySet().containsAll(members.entrySet()))
                            .isPresent();
        }

        private String text() {
            String which = known.entrySet().stream()
                    .map(member ->
                            member.getKey() + '=' + member.getValue().asText().orElse(""))
                    .sorted()
                    .collect(Collectors.joining(","));
            return which.isEmpty() ? name : name + '[' + which + ']';
        }
    }

    /** All of them go when the only one of a message is deleted in full; a finding is known by its code and by nothing else. */
    private static final Map<String, List<String>> TOGETHER = Map.of(
            "RelatedPerson", List.of("name", "relationship", "telecom"),
            "Condition", List.of("code", "recordedDate"));

    public Deletion {
        path = List.copyOf(path);
    }

    /** All pieces of a kind; empty where one must be named to be taken away. */
    public static Optional<Deletion> ofAll(String place, Category category, String resourceType) {
        return TOGETHER.containsKey(resourceType)
                ? Optional.of(new Deletion(place, category, resourceType, List.of(), true))
                : Optional.empty();
    }

    /** What a piece says that is taken away as a whole. */
    public List<String> members() {
        return path.isEmpty() ? TOGETHER.getOrDefault(resourceType, List.of()) : List.of();
    }

    /** Where it takes something away, as people write it: {@code Patient.telecom[use=work]}. */
    public String target() {
        return resourceType + path.stream().map(member -> '.' + member.text()).collect(Collectors.joining());
    }

    /** Whether it is about this piece; who deletes an address deletes it whether it is protected or not. */
    public boolean isAbout(InformationItem item) {
        return item.resourceType().equals(resourceType) && plain(item.category()) == plain(category);
    }

    private static Category plain(Category category) {
        return category == Category.SECRET_ADDRESS ? Category.ADDRESS : category;
    }

    /** What is left of a resource; empty when that is nothing but its type. */
    Optional<Json.Obj> from(Json.Obj resource) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Json.Obj left = without(resource, path);
        return left.members().keySet().stream().allMatch("resourceType"::equals) ? Optional.empty() : Optional.of(left);
    }

    private static Json.Obj without(Json.Obj object, List<Member> path) {
        Member first = path.get(0);
        return object.get(first.name())
                .map(value -> left(value, first, path.subList(1, path.size()))
                        .map(left -> object.with(first.name(), left))
                        .orElseGet(() -> object.without(first.name())))
                .orElse(object);
    }

    private static Optional<Json> left(Json value, Member at, List<Member> below) {
        if (value instanceof Json.Arr array) {
            List<Json> left = new ArrayList<>();
            array.elements().forEach(element -> element(element, at, below).ifPresent(left::add));
            return left.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(left));
        }
        return element(value, at, below);
    }

    private static Optional<Json> element(Json element, Member at, List<Member> below) {
        if (!at.means(element)) {
            return Optional.of(element);
        }
        if (below.isEmpty()) {
            return Optional.empty();
        }
        return element.asObject()
                .map(object -> without(object, below))
                .map(left -> left.members().keySet().equals(at.known().keySet()) ? Json.object() : left)
                .map(left -> left.members().isEmpty() ? Optional.<Json>empty() : Optional.<Json>of(left))
                .orElse(Optional.of(element));
    }

    /** How many values or elements stand where it takes away. */
    public int count(Json.Obj resource) {
        return path.isEmpty() ? 1 : count(resource, path);
    }

    private static int count(Json.Obj object, List<Member> path) {
        Member first = path.get(0);
        List<Json> elements = object.get(first.name())
                .map(value -> value instanceof Json.Arr array ? array.elements() : List.of(value))
                .orElse(List.of());
        int count = 0;
        for (Json element : elements) {
            if (first.means(element)) {
                count += path.size() == 1
                        ? 1
                        : element.asObject()
                                .map(below -> count(below, path.subList(1, path.size())))
                                .orElse(0);
            }
        }
        return count;
    }
}
