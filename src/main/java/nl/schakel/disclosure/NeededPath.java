package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Json;

/**
 * A path into a resource that a receiver needs: {@code Patient.telecom[system=phone|email].value}. A selector in brackets
 * keeps only the elements, or the whole resources, in which some text at its path is one of the values.
 */
record NeededPath(String type, Optional<Selector> which, List<Step> steps) {
    private static final String SELECTOR = "(?:\\[([A-Za-z_]{1,40}(?:\\.[A-Za-z_]{1,40}){0,6})=([^\\[\\]=]{1,200})])?";
    private static final Pattern HEAD = Pattern.compile("([A-Z][A-Za-z]{0,40})" + SELECTOR);
    private static final Pattern MEMBER = Pattern.compile("\\.(_?[a-z][A-Za-z]{0,40})" + SELECTOR);

    /** One member on the way, and which of its elements. */
    record Step(String name, Optional<Selector> which) {
        boolean covers(Step other) {
            return name.equals(other.name) && weaker(which, other.which);
        }
    }

    /** Elements with one of these texts at this path below them. */
    record Selector(List<String> at, Set<String> values) {
        boolean picks(Json element) {
            return texts(element, at).anyMatch(values::contains);
        }

        private static Stream<String> texts(Json value, List<String> at) {
            if (value instanceof Json.Arr array) {
                return array.elements().stream().flatMap(element -> texts(element, at));
            }
            if (at.isEmpty()) {
                return value.asText().stream();
            }
            return value.asObject().flatMap(object -> object.get(at.get(0))).stream()
                    .flatMap(member -> texts(member, at.subList(1, at.size())));
        }
    }

    NeededPath {
        steps = List.copyOf(steps);
    }

    /** Empty when the text is no path. */
    static Optional<NeededPath> of(String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        Matcher member = MEMBER.matcher(text);
        int at = head.end();
        while (at < text.length()) {
            if (!member.region(at, text.length()).lookingAt()) {
                return Optional.empty();
            }
            steps.add(new Step(member.group(1), selector(member, 2)));
            at = member.end();
        }
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(new NeededPath(head.group(1), selector(head, 2), steps));
    }

    private static Optional<Selector> selector(Matcher matcher, int group) {
        return Optional.ofNullable(matcher.group(group))
                .map(at -> new Selector(
                        List.of(at.split("\\.", -1)),
                        Set.copyOf(List.of(matcher.group(group + 1).split("\\|", -1)))));
    }

    boolean isOf(Json.Obj resource) {
        return resource.text("resourceType").filter(type::equals).isPresent()
                && which.map(selector -> selector.picks(resource)).orElse(true);
    }

    /** Whether everything that the other path keeps is kept by this one, whatever the resource. */
    boolean covers(NeededPath other) {
        if (!type.equals(other.type) || !weaker(which, other.which) || steps.size() > other.steps.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).covers(other.steps.get(i))) {
                return false;
            }
        }
        return other.steps.stream().skip(steps.size()).noneMatch(step -> FreeText.is(step.name()));
    }

    /** Whether it asks for free text by name. */
    boolean namesFreeText() {
        return steps.stream().anyMatch(step -> FreeText.is(step.name()));
    }

    private static boolean weaker(Optional<Selector> one, Optional<Selector> other) {
        return one.isEmpty()
                || other.filter(o -> o.at().equals(one.get().at())
                                && one.get().values().containsAll(o.values()))
                        .isPresent();
    }
}
