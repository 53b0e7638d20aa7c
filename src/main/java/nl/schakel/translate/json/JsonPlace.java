package nl.schakel.translate.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.Values;

/**
 * The path a reader stands at, as a FHIR expression: {@code Bundle.entry[2].resource.birthDate}. Names come from the
 * sender: one that is not a plain word, or looks like a place where somebody lives, is shown as {@code ?}, because a path is
 * logged and answered.
 */
final class JsonPlace {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]{0,63}");

    private final Deque<Step> steps = new ArrayDeque<>();
    private String root = "$";

    private record Step(String name, int index) {
        String text() {
            return index >= 0 ? "[" + index + "]" : "." + (WORD.matcher(name).matches() ? Values.name(name) : "?");
        }
    }

    void member(String name) {
        steps.addLast(new Step(name, -1));
    }

    void element(int index) {
        steps.addLast(new Step("", index));
    }

    String name() {
        return steps.getLast().name();
    }

    void up() {
        steps.removeLast();
    }

    /** Takes the type of the whole document for the first word, as soon as it is known. */
    void typed(Json value) {
        if (steps.size() == 1 && "resourceType".equals(steps.getFirst().name())) {
            root = value.asText()
                    .filter(t -> WORD.matcher(t).matches())
                    .map(Values::name)
                    .orElse(root);
        }
    }

    String text() {
        StringBuilder path = new StringBuilder(root);
        steps.forEach(step -> path.append(step.text()));
        return path.toString();
    }
}
