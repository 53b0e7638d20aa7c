package nl.schakel.translate;

import java.util.List;
import java.util.Optional;
import nl.schakel.translate.tree.JsonPaths;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.PathGrammar;

/** Paths into our own tree; {@code original:PID-3.1} leads into the message that is answered, in its own grammar. */
record StatusPaths(Optional<PathGrammar> original) implements PathGrammar {
    private static final PathGrammar OURS = new JsonPaths();

    /** Name of the original message's root below our tree. */
    static final String ORIGINAL = "original";

    private static final String PREFIX = ORIGINAL + ":";

    @Override
    public Path compile(String text, List<String> groups) {
        if (!text.startsWith(PREFIX)) {
            return OURS.compile(text, groups);
        }
        PathGrammar grammar = original.orElseThrow(
                () -> new IllegalArgumentException("'" + text + "' needs 'original: <format>' at the top of the file"));
        boolean inside = !groups.isEmpty() && groups.get(0).startsWith(PREFIX);
        List<String> theirs =
                inside ? groups.stream().map(StatusPaths::stripped).toList() : List.of();
        return grammar.compile(stripped(text), theirs).under(ORIGINAL);
    }

    /** A group over our own tree has no path in theirs. */
    private static String stripped(String path) {
        return path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
    }
}
