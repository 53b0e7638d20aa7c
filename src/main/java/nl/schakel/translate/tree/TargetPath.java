package nl.schakel.translate.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a row writes: {@code name[0].family}, {@code telecom[*]} (a new element each time), or {@code PID-3(2).4.1} or
 * {@code PID-11[*]} in an HL7 v2 target, whose members are the numbers of field, component and subcomponent.
 */
public final class TargetPath {
    private static final Pattern STEP = Pattern.compile("([A-Za-z_$(][\\w$() -]*)(?:\\[(\\d{1,3}|\\*)])?");
    private static final Pattern HL7 =
            Pattern.compile("([A-Z][A-Z0-9]{2})-(\\d{1,3})(?:\\((\\d{1,3})\\))?(?:\\.(\\d{1,2}))?(?:\\.(\\d{1,2}))?");
    private static final Pattern HL7_REPETITION = Pattern.compile("([A-Z][A-Z0-9]{2})-(\\d{1,3})\\[\\*]");
    private static final Pattern XML = Pattern.compile("(@?[A-Za-z_][\\w.:-]*|text\\(\\))(?:\\[(\\*)])?");
    private static final int NO_INDEX = -1;
    private static final int APPEND = -2;

    private final String text;
    private final Step[] steps;

    private record Step(String name, int index) {}

    private TargetPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = steps.toArray(Step[]::new);
    }

    /** Reads a path into a JSON tree; empty when it is not well formed. */
    public static Optional<TargetPath> json(String text) {
        return steps(text, "\\.", STEP);
    }

    /** Reads a path into an XML tree, such as {@code Client/Naam/@soort}; empty when it is not well formed. */
    public static Optional<TargetPath> xml(String text) {
        return steps(text, "/", XML);
    }

    private static Optional<TargetPath> steps(String text, String separator, Pattern form) {
        List<Step> steps = new ArrayList<>();
        for (String part : text.split(separator, -1)) {
            Matcher step = form.matcher(part);
            if (!step.matches()) {
                return Optional.empty();
            }
            steps.add(new Step(step.group(1), index(Optional.ofNullable(step.group(2)))));
        }
        return Optional.of(new TargetPath(text, steps));
    }

    /** The names along the path. */
    public List<String> names() {
        return Stream.of(steps).map(Step::name).toList();
    }

    /** Reads a path into the HL7 v2 segment of this name; empty when it is not well formed or of another segment. */
    public static Optional<TargetPath> hl7(String text, String segment) {
        Matcher repeated = HL7_REPETITION.matcher(text);
        if (repeated.matches() && repeated.group(1).equals(segment)) {
            return Optional.of(new TargetPath(text, List.of(new Step(repeated.group(2), APPEND))));
        }
        Matcher path = HL7.matcher(text);
        if (!path.matches() || !path.group(1).equals(segment)) {
            return Optional.empty();
        }
        int repetition =
                Optional.ofNullable(path.group(3)).map(Integer::parseInt).orElse(1) - 1;
        List<Step> steps = new ArrayList<>(List.of(new Step(path.group(2), Math.max(repetition, 0))));
        steps.add(new Step(Optional.ofNullable(path.group(4)).orElse("1"), NO_INDEX));
        steps.add(new Step(Optional.ofNullable(path.group(5)).orElse("1"), NO_INDEX));
        return Optional.of(new TargetPath(text, steps));
    }

    /**
     * Reads a path below one repetition of a field, for the rows of a group whose target is {@code PID-11[*]}.
     *
     * @param field segment and number, such as {@code PID-11}
     */
    public static Optional<TargetPath> hl7Below(String text, String field) {
        Matcher path = HL7.matcher(text);
        boolean same = path.matches() && path.group(3) == null && (path.group(1) + '-' + path.group(2)).equals(field);
        if (!same) {
            return Optional.empty();
        }
        Step component = new Step(Optional.ofNullable(path.group(4)).orElse("1"), NO_INDEX);
        Step below = new Step(Optional.ofNullable(path.group(5)).orElse("1"), NO_INDEX);
        return Optional.of(new TargetPath(text, List.of(component, below)));
    }

    private static int index(Optional<String> text) {
        return text.map(t -> "*".equals(t) ? APPEND : Integer.parseInt(t)).orElse(NO_INDEX);
    }

    public String text() {
        return text;
    }

    /** Whether each value makes a new element. */
    public boolean appends() {
        return steps[steps.length - 1].index() == APPEND;
    }

    /** Whether a value stands there already; what appends has always room. */
    public boolean taken(JsonBuilder from) {
        JsonBuilder at = from;
        for (int i = 0; i < steps.length; i++) {
            Object found = find(at, steps[i]);
            if (i == steps.length - 1 || found == null) {
                return found != null;
            }
            if (!(found instanceof JsonBuilder next)) {
                return true;
            }
            at = next;
        }
        return false;
    }

    /** Whether anything stands there; unlike {@link #taken}, also where each value makes a new element. */
    public boolean holds(JsonBuilder from) {
        if (!appends()) {
            return taken(from);
        }
        Object at = from;
        for (Step step : steps) {
            at = at instanceof JsonBuilder builder ? builder.at(step.name()) : null;
            at = at instanceof List<?> array && step.index() != APPEND ? array.get(0) : at;
        }
        return at != null;
    }

    /** A member along the path, and whether it is an array. */
    public record Member(String name, boolean repeats) {}

    public List<Member> members() {
        return Stream.of(steps)
                .map(step -> new Member(step.name(), step.index() != NO_INDEX))
                .toList();
    }

    public void put(JsonBuilder from, Object value) {
        JsonBuilder at = from;
        for (int i = 0; i < steps.length - 1; i++) {
            at = descend(at, steps[i]);
        }
        write(at, steps[steps.length - 1], value);
    }

    /** Where the value that was written last stands, with the index it got: {@code telecom[2].value}. */
    public String placed(JsonBuilder from) {
        StringBuilder place = new StringBuilder();
        JsonBuilder at = from;
        for (Step step : steps) {
            place.append(place.isEmpty() ? "" : ".").append(step.name());
            Object found = at.members().get(step.name());
            if (found instanceof List<?> elements) {
                int last = elements.size() - 1;
                int index = step.index() < 0 ? last : Math.min(step.index(), last);
                place.append('[').append(index).append(']');
                found = elements.get(index);
            }
            at = found instanceof JsonBuilder next ? next : at;
        }
        return place.toString();
    }

    private static @Nullable Object find(JsonBuilder at, Step step) {
        if (step.index() == APPEND) {
            return null;
        }
        Object found = at.at(step.name());
        if (step.index() == NO_INDEX || !(found instanceof List<?> array)) {
            return found;
        }
        return step.index() < array.size() ? array.get(step.index()) : null;
    }

    private static JsonBuilder descend(JsonBuilder at, Step step) {
        if (find(at, step) instanceof JsonBuilder there) {
            return there;
        }
        JsonBuilder made = new JsonBuilder();
        write(at, step, made);
        return made;
    }

    /** An index beyond the end writes the next element: there are no holes. */
    private static void write(JsonBuilder at, Step step, Object value) {
        if (step.index() == NO_INDEX) {
            at.set(step.name(), value);
        } else if (step.index() >= 0 && step.index() < at.array(step.name()).size()) {
            at.array(step.name()).set(step.index(), value);
        } else {
            at.add(step.name(), value);
        }
    }
}
