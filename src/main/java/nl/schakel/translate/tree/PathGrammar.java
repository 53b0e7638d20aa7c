package nl.schakel.translate.tree;

import java.util.List;

/** Reads the source paths of one kind of source. A wrong path is an {@link IllegalArgumentException} with its reason. */
public interface PathGrammar {

    /** @param groups the {@code each} paths around the row, innermost first */
    Path compile(String text, List<String> groups);
}
