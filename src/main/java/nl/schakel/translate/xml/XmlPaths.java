package nl.schakel.translate.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Steps;

/**
 * Paths into XML in the manner of XPath: {@code Client/Bsn}, {@code Client/Naam/iwmo:Voorvoegsel}, {@code Contact[2]},
 * {@code Contact[Soort=01]/Adres}, {@code tekstBestand/@bestandsnaam}, {@code //RetourCode} anywhere below. A name
 * without prefix is in the namespace of the root element; a prefix is one that the mapping file declares. Paths begin
 * below the root element, in a group at the element at hand; {@code /} begins at the whole message, {@code ../} at the
 * group around.
 */
public final class XmlPaths implements PathGrammar {
    private static final Pattern STEP =
            Pattern.compile("(?:([A-Za-z_][\\w.-]*):)?([@$]?[A-Za-z_][\\w.-]*)(?:\\[([^\\]]+)])?");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");
    private static final String ANYWHERE = "//";

    private final Map<String, String> namespaces;

    XmlPaths(Map<String, String> namespaces) {
        this.namespaces = Map.copyOf(namespaces);
    }

    @Override
    public Path compile(String text, List<String> groups) {
        // What may be anywhere is looked for from the place at hand: its slashes do not mean the whole message.
        String rest = text.startsWith(ANYWHERE) ? "./" + text : text;
        return Path.of(text, groups, rest, left -> walk(left, text));
    }

    private Path.Walk walk(String rest, String whole) {
        return rest.startsWith(ANYWHERE)
                ? anywhere(chain(rest.substring(ANYWHERE.length()), whole))
                : chain(rest, whole);
    }

    private Path.Walk chain(String rest, String whole) {
        Matcher step = STEP.matcher(rest);
        if (!step.lookingAt()) {
            throw new IllegalArgumentException("'" + whole + "' is no path such as Client/Naam/iwmo:Voorvoegsel");
        }
        boolean last = step.end() == rest.length();
        if (!last && (rest.charAt(step.end()) != '/' || step.end() == rest.length() - 1)) {
            throw new IllegalArgumentException("'" + whole + "' is no path such as Client/Naam/iwmo:Voorvoegsel");
        }
        Path.Walk next = last ? Steps.END : chain(rest.substring(step.end() + 1), whole);
        return step(namespace(Optional.ofNullable(step.group(1))), step.group(2), step.group(3), next);
    }

    private String namespace(Optional<String> prefix) {
        if (prefix.isPresent() && !namespaces.containsKey(prefix.get())) {
            throw new IllegalArgumentException("the prefix '" + prefix.get() + "' is not one of namespaces");
        }
        return prefix.map(p -> namespaces.getOrDefault(p, "")).orElse("");
    }

    private Path.Walk step(
            String namespace, String name, @org.jspecify.annotations.Nullable String selector, Path.Walk next) {
        Steps.Selector here = node -> node.namespace().equals(namespace);
        if (selector == null) {
            return Steps.named(name, here, next);
        }
        if (NUMBER.matcher(selector).matches()) {
            return Steps.nth(name, here, Integer.parseInt(selector) - 1, next);
        }
        Steps.Selector chosen = Steps.selector(selector, this);
        return Steps.named(name, node -> here.chooses(node) && chosen.chooses(node), next);
    }

    /** At a place first and then below each of its kids; the tree's depth is bounded by its reader. */
    private static Path.Walk anywhere(Path.Walk found) {
        return new Path.Walk() {
            @Override
            public boolean from(Node node, Path.Sink sink) {
                if (found.from(node, sink)) {
                    return true;
                }
                List<Node> kids = node instanceof Branch branch ? branch.kids() : List.of();
                for (Node kid : kids) {
                    if (from(kid, sink)) {
                        return true;
                    }
                }
                return false;
            }
        };
    }
}
