package nl.schakel.translate.tree;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths into a JSON tree: {@code name[0].family}, {@code identifier[system=http://x].value}, {@code entry[Patient].id}
 * (the resource of that type in a Bundle's entry, or in a list of resources), {@code entry|contained[Patient]} (in either).
 * Inside a group a path begins at the element
 * at hand; a leading {@code /} begins at the whole message, {@code ../} at the group around it.
 */
public final class JsonPaths implements PathGrammar {
    private static final Pattern STEP = Pattern.compile("([^\\[\\]./]+)(?:\\[([^\\]]+)])?");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    @Override
    public Path compile(String text, List<String> groups) {
        return Path.of(text, groups, text, rest -> chain(rest, text));
    }

    private Path.Walk chain(String rest, String whole) {
        Matcher step = STEP.matcher(rest);
        if (!step.lookingAt()) {
            throw new IllegalArgumentException("'" + whole + "' is no path such as name[0].family");
        }
        boolean last = step.end() == rest.length();
        if (!last && (rest.charAt(step.end()) != '.' || step.end() == rest.length() - 1)) {
            throw new IllegalArgumentException("'" + whole + "' is no path such as name[0].family");
        }
        Path.Walk next = last ? Steps.END : chain(rest.substring(step.end() + 1), whole);
        return step(step.group(1), Optional.ofNullable(step.group(2)), next);
    }

    private Path.Walk step(String name, Optional<String> selector, Path.Walk next) {
        if (selector.isEmpty()) {
            return Steps.named(name, Steps.ANY, next);
        }
        String text = selector.get();
        if (NUMBER.matcher(text).matches()) {
            return Steps.nth(name, Steps.ANY, Integer.parseInt(text), next);
        }
        if (TYPE.matcher(text).matches()) {
            return Steps.named(name, Steps.ANY, resource(text, next));
        }
        return Steps.named(name, Steps.selector(text, this), next);
    }

    /** Steps into {@code resource} when the element wraps one. */
    private static Path.Walk resource(String type, Path.Walk next) {
        Path.Walk wrapped = Steps.named("resource", node -> isType(node, type), next);
        return (node, sink) -> isType(node, type) ? next.from(node, sink) : wrapped.from(node, sink);
    }

    private static boolean isType(Node node, String type) {
        if (!(node instanceof Branch branch)) {
            return false;
        }
        int at = branch.next("resourceType", NameIndex.NONE);
        if (at < 0 || !(branch.kids().get(at) instanceof Leaf leaf)) {
            return false;
        }
        boolean same = leaf.text().map(type::equals).orElse(false);
        if (same) {
            leaf.read();
        }
        return same;
    }
}
