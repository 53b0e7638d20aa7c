package nl.schakel.translate.hl7;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Steps;
import org.jspecify.annotations.Nullable;

/**
 * Paths into HL7 v2: {@code PID-3.1}, {@code PID-3(2).4.1}, {@code PID-3[5=PI].1}, {@code PRD[1.1=RT]-7.1}, {@code
 * OBR[2]-4} (the second one). Inside a
 * group over {@code NK1} or {@code PID-13}, a path that begins like the group means the one at hand; inside a group over
 * {@code OBR} {@code OBX} means those of this order alone, up to the segment that begins something else.
 */
public final class Hl7Paths implements PathGrammar {
    private static final Pattern FORM =
            Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[([^]]+)])?(?:-(\\d{1,3})(?:\\((\\d{1,3})\\)|\\[([^]]+)])?)?"
                    + "(?:\\.(\\d{1,2}))?(?:\\.(\\d{1,2}))?");
    private static final String ORDER = "OBR";
    private static final String RESULT = "OBX";
    /** What may stand between an order and its results (HL7 v2.5, ORU_R01 and REF_I12). */
    private static final Set<String> OF_AN_ORDER = Set.of(RESULT, "NTE", "TQ1", "TQ2", "CTD");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
    private static final Pattern BELOW = Pattern.compile("\\./(\\d{1,3})(?:\\.(\\d{1,2}))?(?:\\.(\\d{1,2}))?");

    @Override
    public Path compile(String text, List<String> groups) {
        Matcher below = BELOW.matcher(text);
        if (below.matches()) {
            return new Path(text, 0, below(below));
        }
        Matcher path = FORM.matcher(text);
        if (!path.matches() || (path.group(3) == null && path.group(6) != null)) {
            throw new IllegalArgumentException("'" + text + "' is no HL7 v2 path such as PID-3(2).1 or PRD[1.1=RT]-7");
        }
        for (int hops = 0; hops < groups.size(); hops++) {
            Optional<Path.Walk> walk = within(path, groups.get(hops));
            if (walk.isPresent()) {
                return new Path(text, hops, walk.get());
            }
        }
        return new Path(text, Path.WHOLE, segment(path));
    }

    /** A path inside a selector stands below a segment or a repetition of a field. */
    private static Path.Walk below(Matcher path) {
        Path.Walk third = component(path.group(3), Steps.END);
        Path.Walk second = component(path.group(2), third);
        return Steps.below(Node.Kind.SEGMENT, path.group(1), second);
    }

    private Optional<Path.Walk> within(Matcher path, String group) {
        Matcher around = FORM.matcher(group);
        if (around.matches() && isOrder(around) && path.group(1).equals(RESULT)) {
            return Optional.of(results(path));
        }
        boolean same = around.matches() && around.group(1).equals(path.group(1)) && path.group(2) == null;
        if (!same) {
            return Optional.empty();
        }
        if (around.group(3) == null) {
            return Optional.of(field(path));
        }
        boolean sameField = around.group(3).equals(path.group(3)) && path.group(4) == null && path.group(5) == null;
        return sameField ? remaining(path, around) : Optional.empty();
    }

    private static boolean isOrder(Matcher around) {
        return around.group(1).equals(ORDER) && around.group(3) == null;
    }

    /** The results that follow the order at hand. */
    private Path.Walk results(Matcher path) {
        String chosen = path.group(2);
        boolean counted = chosen != null && NUMBER.matcher(chosen).matches();
        Path.Walk field = field(path);
        return counted
                ? Steps.following(RESULT, OF_AN_ORDER, Steps.ANY, Integer.parseInt(chosen), field)
                : Steps.following(RESULT, OF_AN_ORDER, selector(chosen), Steps.EACH, field);
    }

    /** What is left of a path below the repetition, component or subcomponent that a group is over. */
    private static Optional<Path.Walk> remaining(Matcher path, Matcher around) {
        if (around.group(6) == null) {
            return Optional.of(components(path));
        }
        if (!around.group(6).equals(path.group(6))) {
            return Optional.empty();
        }
        if (around.group(7) == null) {
            return Optional.of(component(path.group(7), Steps.END));
        }
        return around.group(7).equals(path.group(7)) ? Optional.of(Steps.END) : Optional.empty();
    }

    private Path.Walk segment(Matcher path) {
        String chosen = path.group(2);
        if (chosen != null && NUMBER.matcher(chosen).matches()) {
            return Steps.nth(path.group(1), Steps.ANY, Integer.parseInt(chosen) - 1, field(path));
        }
        return Steps.named(path.group(1), selector(chosen), field(path));
    }

    private Path.Walk field(Matcher path) {
        String field = path.group(3);
        if (field == null) {
            return Steps.END;
        }
        if (path.group(4) != null) {
            return Steps.nth(field, Steps.ANY, Integer.parseInt(path.group(4)) - 1, components(path));
        }
        return Steps.named(field, selector(path.group(5)), components(path));
    }

    private Steps.Selector selector(@Nullable String text) {
        return text == null ? Steps.ANY : Steps.selector(text, this);
    }

    private static Path.Walk components(Matcher path) {
        return component(path.group(6), component(path.group(7), Steps.END));
    }

    private static Path.Walk component(@Nullable String number, Path.Walk next) {
        return number == null ? next : Steps.component(number, next);
    }
}
