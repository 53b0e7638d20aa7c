package nl.schakel.translate;

import java.util.List;

/** Reads the source paths of one kind of source. A wrong path is an {@link IllegalArgumentException} with its reason. */
interface PathGrammar {

    /** @param groups the {@code each} paths around the row, innermost first */
    Path compile(String text, List<String> groups);

    static PathGrammar of(String syntax) {
        return "hl7v2".equals(syntax) ? new Hl7Paths() : new JsonPaths();
    }
}
